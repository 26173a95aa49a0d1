using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages;

/// <summary>Pins files that an earlier stage of the same run wrote, so that they are read like any input.</summary>
internal sealed class CleanFiles(RunFolder folder)
{
    /// <summary>Pins the files.</summary>
    /// <param name="files">Relative to the run folder. No files are no rows.</param>
    /// <param name="role">What their rows are.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public async Task<RowInput> PinAsync(IReadOnlyList<string> files, RowRole role, CancellationToken cancellationToken)
    {
        var spec = new InputSpec { Files = [.. files.Select(file => folder.Place(file))], HivePartitions = false };
        var snapshot = files.Count == 0
            ? new Snapshot { Spec = spec, Files = [], BadFiles = [], Differences = [] }
            : await new Surveyor(new SurveyOptions()).SurveyAsync(spec, folder.Root, cancellationToken);
        return new RowInput(role, snapshot);
    }

    /// <summary>Pins what split and features read.</summary>
    public async Task<IReadOnlyList<RowInput>> PinAsync(Features.PartRows rows, CancellationToken cancellationToken) =>
    [
        await PinAsync(rows.Clean, RowRole.Main, cancellationToken),
        await PinAsync(rows.Quarantined, RowRole.Quarantined, cancellationToken),
        await PinAsync(rows.ValidationFiles, RowRole.Validation, cancellationToken),
        await PinAsync(rows.TestFiles, RowRole.Test, cancellationToken),
    ];
}

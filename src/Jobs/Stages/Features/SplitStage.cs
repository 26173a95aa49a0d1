using Millrace.Features.Splitting;
using Millrace.Jobs.Places;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages.Features;

/// <summary>Counts the parts of the split. The split itself is a function of each row, asked again wherever rows are read.</summary>
internal sealed class SplitStage(IPlace place, CleanFiles files, JobSpec job)
{
    /// <summary>Name in ledger and display.</summary>
    public const string Name = "split";

    /// <summary>Reads what the split looks at and counts.</summary>
    public async Task<SplitResult> RunAsync(PartRows rows, string key, CancellationToken cancellationToken)
    {
        var request = new WorkRequest { Stage = Name, Key = key, Inputs = await files.PinAsync(rows, cancellationToken) };
        var counts = (await place.RunAsync(new SplitWork(LearningSettings.Of(job)), request, cancellationToken)).Statistics;
        return new SplitResult(
            counts[RowRole.Main][SplitPart.Train],
            counts[RowRole.Main][SplitPart.Validation] + counts[RowRole.Validation][SplitPart.Validation],
            counts[RowRole.Main][SplitPart.Test] + counts[RowRole.Quarantined][SplitPart.Test] + counts[RowRole.Test][SplitPart.Test],
            counts[RowRole.Quarantined][SplitPart.Test]);
    }
}

using System.Text.Json;
using Millrace.Features.Statistics;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>The row stage over one input. What comes out depends on no number of readers or tasks but for the cut into files.</summary>
internal sealed class RowsStage(IPlace place, IRunDisplay display)
{
    /// <summary>Reads the snapshot through the contract and rules.</summary>
    /// <param name="asked">Which rules over which input.</param>
    /// <param name="scope">The stage's scope, for the folder.</param>
    /// <param name="cancellationToken">Stops within a batch.</param>
    public async Task<(RowsResult Result, TableProfile? Profile)> RunAsync(
        RowsRequest asked, StageScope scope, CancellationToken cancellationToken)
    {
        var (snapshot, folders) = (asked.Input, asked.Folders);
        var request = new WorkRequest
        {
            Stage = asked.Stage,
            Key = asked.Key,
            Inputs = [new RowInput(RowRole.Main, snapshot)],
            IsJobInput = true,
            Folders = new Dictionary<string, string>
            {
                [RowsFiles.Clean] = folders.Clean,
                [RowsFiles.Quarantine] = folders.Quarantine,
                [RowsFiles.Converted] = folders.QuarantinedConverted,
            },
            Progressed = (rows, words) => display.Progressed(new StageProgress(asked.Stage, rows, snapshot.Rows, "rows", words)),
        };
        var done = await place.RunAsync(asked.Work, request, cancellationToken);
        var result = Collect(done, scope);
        RowAccount.Require(snapshot.Rows ?? result.Read, result.Clean, result.Quarantined, duplicates: 0);
        return (result, done.Statistics.Profile);
    }

    private static RowsResult Collect(WorkResult<RowsStatistics> done, StageScope scope)
    {
        var statistics = done.Statistics.Rows;
        var reasons = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (reason, rows) in statistics.Reasons.Concat(done.Statistics.BadRows))
        {
            reasons[reason] = reasons.GetValueOrDefault(reason) + rows;
        }

        var badRows = done.Statistics.BadRows.Values.Sum();
        return new RowsResult
        {
            Read = statistics.RowsRead + badRows,
            Clean = statistics.RowsClean,
            Quarantined = statistics.RowsQuarantined + badRows,
            Reasons = reasons,
            CleanFiles = FilesOf(RowsFiles.Clean),
            QuarantinedConvertedFiles = FilesOf(RowsFiles.Converted),
            QuarantineFiles = FilesOf(RowsFiles.Quarantine),
            CleanContentHash = statistics.CleanContent.ToString(),
            QuarantineContentHash = done.Statistics.QuarantineContent.ToString(),
            BadRows = badRows,
            Statistics = JsonSerializer.Deserialize<JsonElement>(statistics.ToBytes()),
        };

        IReadOnlyList<string> FilesOf(string kind) => [.. done.PathsOf(kind).Select(scope.Folder.Relative)];
    }
}

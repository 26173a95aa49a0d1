using System.Text.Json;
using Apache.Arrow;
using Millrace.Features.Cleaning;
using Millrace.Features.Hashing;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>
/// The row stage over one input: several readers over disjoint row groups, each with its own rules' scratch memory and output files.
/// What comes out depends on no number of readers but for the cut into files.
/// </summary>
internal sealed class RowsStage(IEngine engine, RowStage compiled, int readers, IRunDisplay display)
{
    /// <summary>Reads the snapshot through the contract and rules.</summary>
    /// <param name="stageName">Name in progress reports.</param>
    /// <param name="snapshot">The pinned input.</param>
    /// <param name="folders">Where to write; emptied first.</param>
    /// <param name="mode">Training, or scoring for rows that must all be answered.</param>
    /// <param name="visitClean">Sees every clean batch, on the reader's thread; the first argument is the reader's number.</param>
    /// <param name="scope">The stage's scope, for the folder.</param>
    /// <param name="cancellationToken">Stops within a batch.</param>
    public async Task<RowsResult> RunAsync(
        string stageName, Snapshot snapshot, RowsFolders folders, RowStageMode mode, Action<int, RecordBatch> visitClean, StageScope scope, CancellationToken cancellationToken)
    {
        scope.Folder.ResetFolder(folders.Clean);
        scope.Folder.ResetFolder(folders.Quarantine);
        scope.Folder.ResetFolder(folders.QuarantinedConverted);
        using var scan = engine.OpenScan(snapshot, engine.Plan(snapshot), columns: null, readers);
        var workers = scan.Readers.Select((_, number) => new RowsReader(compiled, engine, snapshot, folders, mode, number)).ToArray();
        try
        {
            var done = 0L;
            await Readers.RunAsync(
                workers.Length,
                (number, token) => workers[number].RunAsync(
                    scan.Readers[number],
                    batch => visitClean(number, batch),
                    rows => display.Progressed(new StageProgress(stageName, Interlocked.Add(ref done, rows), snapshot.Rows, "rows")),
                    token),
                cancellationToken);
            return Collect(workers, scope);
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }

    private static RowsResult Collect(RowsReader[] workers, StageScope scope)
    {
        var statistics = workers.Select(worker => worker.Statistics).Aggregate(RowStageStatistics.Empty, RowStageStatistics.Merge);
        var reasons = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (reason, rows) in statistics.Reasons)
        {
            reasons[reason] = rows;
        }

        foreach (var (reason, rows) in workers.SelectMany(worker => worker.BadRows))
        {
            reasons[reason] = reasons.GetValueOrDefault(reason) + rows;
        }

        var badRows = workers.Sum(worker => worker.BadRows.Values.Sum());
        var result = new RowsResult
        {
            Read = statistics.RowsRead + badRows,
            Clean = statistics.RowsClean,
            Quarantined = statistics.RowsQuarantined + badRows,
            Reasons = reasons,
            CleanFiles = [.. workers.SelectMany(worker => worker.CleanFiles).Select(file => scope.Folder.Relative(file.Path)).Order(StringComparer.Ordinal)],
            QuarantinedConvertedFiles = [.. workers.SelectMany(worker => worker.ConvertedFiles).Select(file => scope.Folder.Relative(file.Path)).Order(StringComparer.Ordinal)],
            QuarantineFiles = [.. workers.SelectMany(worker => worker.QuarantinedFiles).Select(file => scope.Folder.Relative(file.Path)).Order(StringComparer.Ordinal)],
            CleanContentHash = statistics.CleanContent.ToString(),
            QuarantineContentHash = workers.Select(worker => worker.QuarantineContent).Aggregate(default(ContentHash), ContentHash.Merge).ToString(),
            BadRows = badRows,
            Statistics = JsonSerializer.Deserialize<JsonElement>(statistics.ToBytes()),
        };
        RowAccount.Require(result.Read, result.Clean, result.Quarantined, duplicates: 0);
        return result;
    }
}

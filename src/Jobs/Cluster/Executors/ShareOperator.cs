using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Apache.Arrow;
using Millrace.Jobs.Places;
using Millrace.Jobs.Stages;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Jobs.Cluster.Executors;

/// <summary>
/// Works on the shares whose numbers come in, each in a folder of its own attempt, and gives one report a share. Reads the files itself with the embedded
/// engine's scan; no row crosses from or to the JVM. Serves one task.
/// </summary>
internal sealed class ShareOperator<TStatistics>(IRowWork<TStatistics> work, ShareSettings settings, ExecutorHost host) : IBatchOperator
    where TStatistics : class
{
    private const int InlineBytes = 2048;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> RunAsync(
        IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var list = host.List(settings.ListFile);
        await foreach (var numbers in input.WithCancellation(cancellationToken))
        {
            using (numbers)
            {
                var column = (Int64Array)numbers.Column(0);
                for (var row = 0; row < numbers.Length; row++)
                {
                    yield return ReportRow.Of(await RunShareAsync(list, list.Shares[checked((int)column.GetValue(row)!.Value)], context, cancellationToken));
                }
            }
        }
    }

    private async Task<ShareReport> RunShareAsync(ShareList list, ShareAssignment share, SparkTaskContext context, CancellationToken cancellationToken)
    {
        var attempt = string.Create(
            CultureInfo.InvariantCulture, $"{share.Label}-{context.TaskAttemptId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
        var folder = Directory.CreateDirectory(Path.Combine(settings.StagingFolder, attempt)).FullName;
        try
        {
            ShareReport? report = null;

            // A thread of its own: reading blocks in the engine.
            await Readers.RunAsync(1, async (_, token) => report = await WorkAsync(list.Inputs[share.Input], share, folder, token), cancellationToken);
            return report! with { Attempt = attempt };
        }
        catch
        {
            Remove(folder);
            throw;
        }
    }

    private async Task<ShareReport> WorkAsync(RowInput input, ShareAssignment share, string folder, CancellationToken cancellationToken)
    {
        var engine = host.Engine(settings.Engine);
        var output = new ShareOutput(share.Label, kind => Directory.CreateDirectory(Path.Combine(folder, kind)).FullName);
        using var scan = engine.OpenScan(input.Snapshot, share.Scans, work.Columns, readers: 1);
        var rows = 0L;
        var statistics = work.Write(await work.RunAsync(
            new RowShare
            {
                Role = input.Role,
                Snapshot = input.Snapshot,
                Files = [.. share.Scans.Select(scan => input.Snapshot.Files[scan.FileOrdinal])],
                Rows = scan.Readers[0],
                Engine = engine,
                Output = output,
                Progressed = count => rows += count,
            },
            cancellationToken));
        var isShort = statistics.Length <= InlineBytes;
        if (!isShort)
        {
            await Ledger.AtomicFile.WriteAsync(Path.Combine(folder, StagingArea.StatisticsName), statistics, cancellationToken);
        }

        return new ShareReport
        {
            Label = share.Label,
            Attempt = "",
            Files = [.. output.Files.Select(file => file with { Path = Path.GetRelativePath(folder, file.Path).Replace('\\', '/') })],
            Rows = rows,
            Statistics = isShort ? statistics : null,
            StatisticsFile = isShort ? null : StagingArea.StatisticsName,
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
        };
    }

    // What a failed attempt wrote is nobody's: it goes now if it can, else with the sweep.
    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The sweep takes it later.
        }
    }
}

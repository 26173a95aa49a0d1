using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Jobs.Places;
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
        var input = list.Inputs[share.Input];
        var engine = host.Engine(settings.Engine);
        using var scan = engine.OpenScan(input.Snapshot, share.Scans, work.Columns, readers: 1);
        return await new ShareAttempt<TStatistics>(work, settings.StagingFolder, share.Label).RunAsync(
            context.TaskAttemptId,
            (output, progressed) => new RowShare
            {
                Role = input.Role,
                Snapshot = input.Snapshot,
                Files = [.. share.Scans.Select(one => input.Snapshot.Files[one.FileOrdinal])],
                Rows = scan.Readers[0],
                Engine = engine,
                Output = output,
                Progressed = progressed,
            },
            cancellationToken);
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Jobs.Cluster.Executors;
using Millrace.Jobs.Places;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Jobs.Cluster.Through;

/// <summary>Works on the rows that Spark sends as Arrow batches: a partition is a share. The rules and the files are those of the direct way. Serves one task.</summary>
internal sealed class ThroughOperator<TStatistics>(IRowWork<TStatistics> work, ThroughSettings settings, ExecutorHost host) : IBatchOperator
    where TStatistics : class
{
    /// <summary>Name of a work on rows that Spark reads.</summary>
    public static string NameOf(string workName) => $"through-{workName}";

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> RunAsync(
        IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = ContentFile.Read<ThroughSource>(settings.SourceFile);
        var label = string.Create(CultureInfo.InvariantCulture, $"{source.Label}-{context.PartitionId:00000}");
        await using var batches = input.GetAsyncEnumerator(cancellationToken);
        var rows = new SparkRowsReader(batches, source, context.PartitionId);
        var attempt = new ShareAttempt<TStatistics>(work, settings.StagingFolder, label);
        var report = await attempt.RunAsync(
            context.TaskAttemptId,
            (output, progressed) => new RowShare
            {
                Role = RowRole.Main,
                Snapshot = source.Snapshot,
                Rows = rows,
                Engine = host.Engine(settings.Engine),
                Output = output,
                Progressed = progressed,
            },
            cancellationToken);
        yield return ReportRow.Of(report with { Covered = rows.Covered });
    }
}

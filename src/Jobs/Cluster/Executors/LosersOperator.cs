using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Jobs.Cluster.Executors;

/// <summary>
/// Finds the rows that lose to an equal one with the worker's own engine, where they are too few to be worth a shuffle: writes them to a file of a name of its own and gives that name and their number.
/// Serves one task.
/// </summary>
internal sealed class LosersOperator(LosersSettings settings, ExecutorHost host) : IBatchOperator
{
    /// <summary>Name in the registry.</summary>
    public const string Name = "losers";

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> RunAsync(
        IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in input.WithCancellation(cancellationToken))
        {
            batch.Dispose();
        }

        var files = ContentFile.Read<IReadOnlyList<string>>(settings.ListFile);
        var folder = Directory.CreateDirectory(settings.Folder).FullName;
        var path = Path.Combine(folder, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)) + ".parquet");
        var written = await host.Engine(settings.Engine).WriteLosersAsync(files, settings.KeyColumns is { Count: > 0 } keys ? keys : null, path, cancellationToken);
        yield return ReportRow.Of(new LosersReport(Path.GetFileName(written.Path), written.Rows));
    }
}

using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Apache.Arrow;
using Millrace.Jobs.Places;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Jobs.Cluster.Executors;

/// <summary>Merges groups of statistics files into one file each, and gives its path: the driver never reads more than a few. Serves one task.</summary>
internal sealed class MergeOperator<TStatistics>(IRowWork<TStatistics> work, MergeSettings settings) : IBatchOperator
    where TStatistics : class
{
    /// <summary>Name of the merging of a work's statistics.</summary>
    public static string NameOf(string workName) => $"merge-{workName}";

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> RunAsync(
        IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var groups = ContentFile.Read<IReadOnlyList<IReadOnlyList<string>>>(settings.ListFile);
        await foreach (var numbers in input.WithCancellation(cancellationToken))
        {
            using (numbers)
            {
                var column = (Int64Array)numbers.Column(0);
                for (var row = 0; row < numbers.Length; row++)
                {
                    var merged = work.Empty();
                    foreach (var file in groups[checked((int)column.GetValue(row)!.Value)])
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        merged = work.Merge(merged, work.Read(await File.ReadAllBytesAsync(file, cancellationToken)));
                    }

                    var path = Path.Combine(Directory.CreateDirectory(settings.Folder).FullName, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)));
                    await Ledger.AtomicFile.WriteAsync(path, work.Write(merged), cancellationToken);
                    yield return ReportRow.Of(path);
                }
            }
        }
    }
}

using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Millrace.Jobs.Stages.Features;

/// <summary>Reads feature files batch by batch.</summary>
internal static class FeatureFiles
{
    /// <summary>The batches of all files in order; each belongs to the receiver.</summary>
    /// <param name="paths">Full paths.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(IEnumerable<string> paths, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            await using var stream = File.OpenRead(path);
            using var reader = new ArrowFileReader(stream, leaveOpen: true);
            while (await reader.ReadNextRecordBatchAsync(cancellationToken) is { } batch)
            {
                yield return batch;
            }
        }
    }
}

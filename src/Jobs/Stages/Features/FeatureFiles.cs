using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Millrace.Training.Lanes;

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

    /// <summary>The batches of some lanes; those of other lanes are not read. Each belongs to the receiver.</summary>
    /// <param name="paths">Full paths.</param>
    /// <param name="lanes">V.</param>
    /// <param name="wanted">The lanes to read.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="LaneException">A file is not in the order of so many lanes.</exception>
    public static async IAsyncEnumerable<RecordBatch> ReadLanesAsync(
        IEnumerable<string> paths, int lanes, LaneRange wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            await using var stream = File.OpenRead(path);
            using var reader = new ArrowFileReader(stream, leaveOpen: true);
            var batches = await reader.RecordBatchCountAsync();
            LaneOrder.Check(path, reader.Schema, batches, lanes);
            for (var section = 0; section < batches; section += lanes)
            {
                for (var lane = wanted.First; lane < wanted.End; lane++)
                {
                    var batch = await reader.ReadRecordBatchAsync(section + lane, cancellationToken);
                    LaneOrder.CheckBatch(path, batch, lane);
                    yield return batch;
                }
            }
        }
    }
}

using Apache.Arrow;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>What training tasks do with the rows that Spark hands them: a task is its partition's number, the rows say nothing.</summary>
internal static class TaskInputs
{
    /// <summary>Reads to the end and lets go of everything.</summary>
    public static async Task DropAsync(IAsyncEnumerable<RecordBatch> input, CancellationToken cancellationToken)
    {
        await foreach (var batch in input.WithCancellation(cancellationToken))
        {
            batch.Dispose();
        }
    }
}

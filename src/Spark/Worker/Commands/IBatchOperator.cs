using Apache.Arrow;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Commands;

/// <summary>
/// A function that runs in executors: batches of a partition (or of a group) in, batches out. An instance serves one task. It should look
/// at the token at least every 100 ms.
/// </summary>
public interface IBatchOperator
{
    /// <summary>Runs over the task's input.</summary>
    /// <param name="input">The batches as they arrive. Each belongs to the operator, which disposes it or passes it on. Leaving some unread is allowed.</param>
    /// <param name="context">The task.</param>
    /// <param name="cancellationToken">Set when Spark no longer wants the result.</param>
    /// <returns>Batches that belong to the caller, all of the schema that the driver declared.</returns>
    IAsyncEnumerable<RecordBatch> RunAsync(IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, CancellationToken cancellationToken);
}

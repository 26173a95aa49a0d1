using Apache.Arrow;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Commands;

/// <summary>A function that runs in executors: all rows of one key in, batches out. An instance serves one task and its groups, one after another. It should look at the token at least every 100 ms.</summary>
public interface IGroupOperator
{
    /// <summary>Runs over one group.</summary>
    /// <param name="key">One row with the grouping columns; borrowed, valid until the result has been read. Without grouping columns it has none.</param>
    /// <param name="rows">The group's rows, all columns. Each batch belongs to the operator.</param>
    /// <param name="context">The task.</param>
    /// <param name="cancellationToken">Set when Spark no longer wants the result.</param>
    /// <returns>Batches that belong to the caller, all of the schema that the driver declared.</returns>
    IAsyncEnumerable<RecordBatch> RunAsync(
        RecordBatch key, IAsyncEnumerable<RecordBatch> rows, SparkTaskContext context, CancellationToken cancellationToken);
}

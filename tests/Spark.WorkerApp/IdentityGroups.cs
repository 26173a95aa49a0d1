using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.WorkerApp;

/// <summary>Gives the rows of every group back.</summary>
internal sealed class IdentityGroups : IGroupOperator
{
    public IAsyncEnumerable<RecordBatch> RunAsync(
        RecordBatch key, IAsyncEnumerable<RecordBatch> rows, SparkTaskContext context, CancellationToken cancellationToken) => rows;
}

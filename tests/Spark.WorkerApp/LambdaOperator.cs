using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.WorkerApp;

/// <summary>An operator out of one method.</summary>
internal sealed class LambdaOperator(Func<IAsyncEnumerable<RecordBatch>, SparkTaskContext, CancellationToken, IAsyncEnumerable<RecordBatch>> run) : IBatchOperator
{
    public IAsyncEnumerable<RecordBatch> RunAsync(IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, CancellationToken cancellationToken) =>
        run(input, context, cancellationToken);
}

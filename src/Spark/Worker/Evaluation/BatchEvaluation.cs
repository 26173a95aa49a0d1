using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Evaluation;

/// <summary>Batches of a partition through one operator.</summary>
internal sealed class BatchEvaluation(string name, Schema output, IBatchOperator work) : IEvaluation
{
    public string Name => name;

    public Schema Output => output;

    public bool Wrapped => true;

    public IAsyncEnumerable<RecordBatch> RunAsync(TaskInput input, SparkTaskContext context, CancellationToken cancellationToken) =>
        work.RunAsync(input.ReadAsync(cancellationToken), context, cancellationToken);
}

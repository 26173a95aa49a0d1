using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Evaluation;

/// <summary>Functions of columns, batch by batch: a column for each.</summary>
internal sealed class ColumnEvaluation(string name, Schema output, IReadOnlyList<ColumnChain> chains) : IEvaluation
{
    public string Name => name;

    public Schema Output => output;

    public bool Wrapped => false;

    public async IAsyncEnumerable<RecordBatch> RunAsync(
        TaskInput input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in input.ReadAsync(cancellationToken))
        {
            // A result may share the input's memory.
            yield return new OwnedBatch(output, [.. chains.Select(chain => chain.Apply(batch, context, cancellationToken))], batch.Length, batch);
        }
    }
}

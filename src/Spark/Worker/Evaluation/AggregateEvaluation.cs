using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Evaluation;

/// <summary>Aggregates of groups: for each group a batch of one row, which Spark puts beside the group's key.</summary>
internal sealed class AggregateEvaluation(string name, Schema output, IReadOnlyList<AggregateCall> calls) : IEvaluation
{
    public string Name => name;

    public Schema Output => output;

    public bool Wrapped => false;

    public async IAsyncEnumerable<RecordBatch> RunAsync(
        TaskInput input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var group in input.ReadGroupsAsync(cancellationToken))
        {
            await foreach (var batch in group.WithCancellation(cancellationToken))
            {
                using (batch)
                {
                    foreach (var call in calls)
                    {
                        call.Function.Add(Columns.Pick(batch, call.Positions), batch.Length, context, cancellationToken);
                    }
                }
            }

            yield return new RecordBatch(output, [.. calls.Select(static call => call.Function.Finish())], 1);
        }
    }
}

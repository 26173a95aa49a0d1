using System.Reflection;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Methods;

/// <summary>Calls a method with all rows of a group as one batch.</summary>
/// <param name="method">Takes and gives a batch.</param>
internal sealed class BatchFunction(MethodInfo method) : IGroupOperator
{
    private readonly object? _target = ExecutorMethod.TargetOf(method);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> RunAsync(
        RecordBatch key, IAsyncEnumerable<RecordBatch> rows, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = new List<RecordBatch>();
        try
        {
            await foreach (var part in rows.WithCancellation(cancellationToken))
            {
                parts.Add(part);
            }

            // The result may share the group's memory, so that lives until the result has been written.
            yield return (RecordBatch)MethodCall.Invoke(method, _target, [parts is [var only] ? only : Join(parts)]);
        }
        finally
        {
            parts.ForEach(static part => part.Dispose());
        }
    }

    private static RecordBatch Join(List<RecordBatch> parts) => new(
        parts[0].Schema,
        Enumerable.Range(0, parts[0].ColumnCount).Select(column => ArrowArrayConcatenator.Concatenate([.. parts.Select(part => part.Column(column))])),
        parts.Sum(static part => part.Length));
}

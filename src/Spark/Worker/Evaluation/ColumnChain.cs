using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Evaluation;

/// <summary>One column of a query: functions of which each takes the result of the one before, the first one columns of the input.</summary>
/// <param name="Positions">The first function's columns.</param>
/// <param name="Steps">At least one, in the order of their calls.</param>
internal sealed record ColumnChain(IReadOnlyList<int> Positions, IReadOnlyList<IColumnFunction> Steps)
{
    public IArrowArray Apply(RecordBatch batch, SparkTaskContext context, CancellationToken cancellationToken)
    {
        IArrowArray[] arguments = Columns.Pick(batch, Positions);
        foreach (var step in Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = step.Apply(arguments, batch.Length, context, cancellationToken);
            arguments = result.Length == batch.Length
                ? [result]
                : throw new InvalidOperationException($"A function of columns gave {result.Length} values for {batch.Length} rows.");
        }

        return arguments[0];
    }
}

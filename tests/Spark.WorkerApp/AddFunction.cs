using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.WorkerApp;

/// <summary>Adds a number that stands in the settings.</summary>
internal sealed class AddFunction(AddSettings settings) : IColumnFunction
{
    public IArrowArray Apply(IReadOnlyList<IArrowArray> arguments, int rows, SparkTaskContext context, CancellationToken cancellationToken)
    {
        var sums = new Int64Array.Builder().Reserve(rows);
        foreach (var value in (Int64Array)arguments[0])
        {
            _ = value is { } number ? sums.Append(number + settings.Amount) : sums.AppendNull();
        }

        return sums.Build();
    }
}

using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.WorkerApp;

/// <summary>Gives its first argument back.</summary>
internal sealed class FirstArgument : IColumnFunction
{
    public IArrowArray Apply(IReadOnlyList<IArrowArray> arguments, int rows, SparkTaskContext context, CancellationToken cancellationToken) => arguments[0];
}

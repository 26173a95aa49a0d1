using Apache.Arrow;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Commands;

/// <summary>A function of columns that runs in executors: Arrow arrays in, one array of equal length out. An instance serves one task.</summary>
public interface IColumnFunction
{
    /// <summary>Computes one batch.</summary>
    /// <param name="arguments">The columns given in the query, in their order; borrowed.</param>
    /// <param name="rows">Their length, which counts where there is no argument.</param>
    /// <param name="context">The task.</param>
    /// <param name="cancellationToken">Set when Spark no longer wants the result.</param>
    /// <returns>An array of <paramref name="rows"/> values of the declared type. It belongs to the caller; it may share the arguments' memory.</returns>
    IArrowArray Apply(IReadOnlyList<IArrowArray> arguments, int rows, SparkTaskContext context, CancellationToken cancellationToken);
}

using Apache.Arrow;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker.Commands;

/// <summary>A function of a group's columns that gives one value and runs in executors. An instance serves one task and its groups, one after another.</summary>
public interface IAggregateFunction
{
    /// <summary>Takes a part of a group's rows, in any number of parts.</summary>
    /// <param name="arguments">The columns given in the query, in their order; borrowed for this call.</param>
    /// <param name="rows">Their length.</param>
    /// <param name="context">The task.</param>
    /// <param name="cancellationToken">Set when Spark no longer wants the result.</param>
    void Add(IReadOnlyList<IArrowArray> arguments, int rows, SparkTaskContext context, CancellationToken cancellationToken);

    /// <summary>The group's value, as an array of length one of the declared type; afterwards the next group begins.</summary>
    IArrowArray Finish();
}

using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.WorkerApp;

/// <summary>The greatest less the least of all the columns' values in a group.</summary>
internal sealed class SpreadFunction : IAggregateFunction
{
    private long _least = long.MaxValue;
    private long _greatest = long.MinValue;

    public void Add(IReadOnlyList<IArrowArray> arguments, int rows, SparkTaskContext context, CancellationToken cancellationToken)
    {
        foreach (var value in arguments.Cast<Int64Array>().SelectMany(static column => column))
        {
            _least = Math.Min(_least, value ?? _least);
            _greatest = Math.Max(_greatest, value ?? _greatest);
        }
    }

    public IArrowArray Finish()
    {
        var spread = new Int64Array.Builder();
        _ = _least > _greatest ? spread.AppendNull() : spread.Append(_greatest - _least);
        (_least, _greatest) = (long.MaxValue, long.MinValue);
        return spread.Build();
    }
}

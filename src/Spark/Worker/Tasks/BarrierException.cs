namespace Millrace.Spark.Worker.Tasks;

/// <summary>A barrier call failed on all tasks of the stage: one of them died, or they made different calls. Spark ends the stage.</summary>
public sealed class BarrierException : Exception
{
    /// <summary>What Spark said.</summary>
    public BarrierException(string message)
        : base(message)
    {
    }

    /// <summary>What failed, with its cause.</summary>
    public BarrierException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

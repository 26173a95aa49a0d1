namespace Millrace.Spark.Sql.Streaming;

/// <summary>A stream query failed.</summary>
public sealed class StreamingQueryException : SparkException
{
    /// <summary>An exception with a description.</summary>
    public StreamingQueryException(string message)
        : base(message)
    {
    }

    internal StreamingQueryException(string message, SparkError error)
        : base(message, error)
    {
    }
}

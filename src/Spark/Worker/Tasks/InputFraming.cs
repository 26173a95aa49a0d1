namespace Millrace.Spark.Worker.Tasks;

/// <summary>How a task's batches follow one another on the connection.</summary>
internal enum InputFraming
{
    /// <summary>One Arrow stream.</summary>
    OneStream,

    /// <summary>One Arrow stream; each batch is a whole group (Spark 4.0).</summary>
    BatchPerGroup,

    /// <summary>For each group the integer 1 and an Arrow stream; 0 at the end (since Spark 4.1).</summary>
    StreamPerGroup,
}

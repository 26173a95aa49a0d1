namespace Millrace.Jobs.Specification;

/// <summary>Where Spark is and what its executors may use. Nothing here changes a result.</summary>
public sealed record SparkSpec
{
    /// <summary>
    /// <c>local[N]</c>, <c>local-cluster[N,CORES,MIB]</c>, <c>spark://HOST:PORT</c> or <c>sc://HOST:PORT/;token=…</c>; <c>--spark</c>. Null is the address in
    /// <c>SPARK_REMOTE</c>, which spark-submit's runner sets. A token does not belong into a file: give it with <c>SPARK_REMOTE</c>.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>The executable that executors start, as they find it; <c>--worker</c>. Null is this program's own, for executors that have it at the same path.</summary>
    public string? Worker { get; init; }

    /// <summary>Who reads the job's files; tables are always read by Spark.</summary>
    public SparkRead Read { get; init; }

    /// <summary>
    /// All that a worker process may use, inside Spark's memory overhead. Null takes what <c>spark.executor.memoryOverhead</c> leaves above 400 MiB for the JVM itself; a cluster needs one of the two, a
    /// Spark on this machine none.
    /// </summary>
    public ByteSize? WorkerMemory { get; init; }
}

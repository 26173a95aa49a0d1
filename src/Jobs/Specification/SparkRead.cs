namespace Millrace.Jobs.Specification;

/// <summary>Who reads the job's files in a run on Spark.</summary>
public enum SparkRead
{
    /// <summary>The executors themselves; no row crosses from Spark. Text files and Parquet.</summary>
    Direct,

    /// <summary>Spark, which hands rows to the executors' workers: several times slower, for files that only Spark reaches. Parquet.</summary>
    ThroughSpark,
}

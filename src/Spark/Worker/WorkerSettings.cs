namespace Millrace.Spark.Worker;

/// <summary>Session settings by which a driver tells its workers their limits: Spark carries every setting that begins with <c>spark</c> to the tasks.</summary>
internal static class WorkerSettings
{
    /// <summary>All that a worker may use, bytes.</summary>
    public const string MemoryKey = "spark.millrace.worker.memory";

    /// <summary><c>shared</c> or <c>process</c>.</summary>
    public const string IsolationKey = "spark.millrace.worker.isolation";
}

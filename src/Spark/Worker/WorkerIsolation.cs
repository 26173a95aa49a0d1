namespace Millrace.Spark.Worker;

/// <summary>Whether the tasks of one executor share a process.</summary>
public enum WorkerIsolation
{
    /// <summary>One process for all tasks of a session on an executor. What was in flight when such a process died runs alone the next time.</summary>
    Shared,

    /// <summary>A process for every task: a crash ends one task, and starting costs the start of a process.</summary>
    Process,
}

namespace Millrace.Jobs.WorkerApp;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>The worker process is killed, as by the system.</summary>
    KillWorker,

    /// <summary>The executor's JVM is killed.</summary>
    KillExecutor,

    /// <summary>The host stops for some seconds in the middle of a step.</summary>
    Stall,

    /// <summary>The host is slow at every step from then on.</summary>
    Slow,

    /// <summary>The host sends bytes that are no frame.</summary>
    Garbage,

    /// <summary>The process takes more memory than it may have.</summary>
    EatMemory,
}

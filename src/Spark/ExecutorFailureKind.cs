namespace Millrace.Spark;

/// <summary>Why a function in an executor did not end well.</summary>
public enum ExecutorFailureKind
{
    /// <summary>The function threw.</summary>
    Function,

    /// <summary>The worker refused what it was asked: another build of the application, an unknown name, settings that do not fit, a method that may not be called.</summary>
    Refused,

    /// <summary>A barrier call failed: another task of the stage died, or the tasks made different calls.</summary>
    Barrier,

    /// <summary>A batch does not fit into the task's share of the worker's memory, or the process has no more.</summary>
    Memory,

    /// <summary>The worker's process ended while it ran the named assignments.</summary>
    Crash,

    /// <summary>The worker takes no new task: a cancelled function does not stop.</summary>
    Retiring,

    /// <summary>What came over the worker's connection was not the worker protocol.</summary>
    Protocol,
}

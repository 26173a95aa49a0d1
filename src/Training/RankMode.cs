namespace Millrace.Training;

/// <summary>What a rank is.</summary>
public enum RankMode
{
    /// <summary>A thread of this process; sums go through shared memory.</summary>
    Threads,

    /// <summary>A thread of this process; sums go through TCP on the loopback interface.</summary>
    Tcp,

    /// <summary>A process of its own on this machine; sums go through TCP on the loopback interface.</summary>
    Processes,
}

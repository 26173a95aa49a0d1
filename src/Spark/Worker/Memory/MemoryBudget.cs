namespace Millrace.Spark.Worker.Memory;

/// <summary>
/// All that one worker process may use, split into the managed heap, the embedded query engine and counted buffers, so that their sum stays inside the
/// container's limit whatever each part does. Immutable.
/// </summary>
public sealed record MemoryBudget
{
    /// <summary>The least that a worker can work with.</summary>
    public const long LeastBytes = 64L << 20;

    private MemoryBudget(long totalBytes, long managedHeapBytes, long engineBytes)
    {
        TotalBytes = totalBytes;
        ManagedHeapBytes = managedHeapBytes;
        EngineBytes = engineBytes;
    }

    /// <summary>The whole.</summary>
    public long TotalBytes { get; }

    /// <summary>The most that the garbage-collected heap may have: 40 %.</summary>
    public long ManagedHeapBytes { get; }

    /// <summary>The limit to give an embedded query engine (DuckDB's <c>memory_limit</c>): 30 %. One engine a process.</summary>
    public long EngineBytes { get; }

    /// <summary>For the batches that tasks hold: what is left.</summary>
    public long BufferBytes => TotalBytes - ManagedHeapBytes - EngineBytes - OverheadBytes;

    /// <summary>For the runtime itself, code and stacks: 10 %.</summary>
    public long OverheadBytes => TotalBytes / 10;

    /// <summary>The split of a whole.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than <see cref="LeastBytes"/>.</exception>
    public static MemoryBudget Of(long totalBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalBytes, LeastBytes);
        return new MemoryBudget(totalBytes, totalBytes / 10 * 4, totalBytes / 10 * 3);
    }
}

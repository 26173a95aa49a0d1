namespace Millrace.Spark.Worker.Memory;

/// <summary>The counted buffers of one process, given out in equal shares; a task waits until one is free. Thread-safe.</summary>
internal sealed class MemoryPool : IDisposable
{
    private readonly SemaphoreSlim? _free;
    private readonly long _shareBytes;

    private MemoryPool(MemoryBudget? budget, long shareBytes, int shares)
    {
        Budget = budget;
        Shares = shares;
        _shareBytes = shareBytes;
        _free = budget is null ? null : new SemaphoreSlim(shares);
    }

    /// <summary>The process's limits; null where there are none.</summary>
    public MemoryBudget? Budget { get; }

    /// <summary>How many tasks run at a time.</summary>
    public int Shares { get; }

    /// <summary>A pool without a limit.</summary>
    public static MemoryPool Unlimited() => new(null, long.MaxValue, 1);

    /// <summary>A pool of <paramref name="shares"/> equal shares.</summary>
    public static MemoryPool Of(MemoryBudget budget, int shares) => new(budget, budget.BufferBytes / shares, shares);

    /// <summary>Waits for a share. It belongs to the caller.</summary>
    public async Task<MemoryShare> TakeAsync(CancellationToken cancellationToken)
    {
        if (_free is null)
        {
            return new MemoryShare(_shareBytes, null);
        }

        await _free.WaitAsync(cancellationToken);
        return new MemoryShare(_shareBytes, _free);
    }

    public void Dispose() => _free?.Dispose();
}

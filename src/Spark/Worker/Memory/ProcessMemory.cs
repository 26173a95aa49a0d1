using System.Globalization;
using Microsoft.Extensions.Logging;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Memory;

/// <summary>
/// The limits of this process, taken from its first task: a process belongs to one session, and so do the settings. Thread-safe.
/// </summary>
/// <param name="fixedBytes">The whole, where the starter of this process gave it; null: the session's setting counts.</param>
/// <param name="logger">Where a limit that could not be set is told.</param>
internal sealed class ProcessMemory(long? fixedBytes, ILogger logger) : IDisposable
{
    private const string HeapLimit = "GCHeapHardLimit";
    private const string CoresKey = "spark.executor.cores";
    private readonly Lock _gate = new();
    private MemoryPool? _pool;

    /// <summary>The process's limits; null where there are none, or no task has come yet.</summary>
    public MemoryBudget? Budget
    {
        get
        {
            lock (_gate)
            {
                return _pool?.Budget;
            }
        }
    }

    /// <summary>The pool, made at the first call.</summary>
    public MemoryPool PoolFor(TaskHeader header)
    {
        lock (_gate)
        {
            return _pool ??= Create(header);
        }
    }

    public void Dispose() => _pool?.Dispose();

    /// <summary>How many tasks Spark runs at a time in this process.</summary>
    internal static int TasksAtATime(TaskHeader header)
    {
        var cores = int.TryParse(header.LocalProperties.GetValueOrDefault(CoresKey), NumberStyles.None, CultureInfo.InvariantCulture, out var set) && set > 0
            ? set
            : Environment.ProcessorCount;
        return Math.Max(1, cores / Math.Max(1, header.Cpus));
    }

    private MemoryPool Create(TaskHeader header)
    {
        long bytes;
        if (fixedBytes is { } given)
        {
            bytes = given;
        }
        else if (!long.TryParse(header.LocalProperties.GetValueOrDefault(WorkerSettings.MemoryKey), NumberStyles.None, CultureInfo.InvariantCulture, out bytes))
        {
            return MemoryPool.Unlimited();
        }

        var budget = MemoryBudget.Of(Math.Max(bytes, MemoryBudget.LeastBytes));
        try
        {
            AppContext.SetData(HeapLimit, (ulong)budget.ManagedHeapBytes);
            GC.RefreshMemoryLimit();
        }
        catch (InvalidOperationException failure)
        {
            Log.HeapLimitRefused(logger, budget.ManagedHeapBytes, failure.Message);
        }

        return MemoryPool.Of(budget, fixedBytes is null ? TasksAtATime(header) : 1);
    }
}

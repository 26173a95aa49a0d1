using System.Globalization;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>Holds what a network needs in each worker process against what there is.</summary>
/// <param name="TaskBytes">Heap that a task needs.</param>
/// <param name="Ranks">N, for what a user may do.</param>
internal readonly record struct MemoryNeeds(long TaskBytes, int Ranks)
{
    /// <summary>Refuses processes that are too small.</summary>
    /// <param name="processes">Host, tasks and heap of each worker process.</param>
    /// <param name="overhead">What a container has beside an executor's heap; null where nothing is held to one.</param>
    /// <exception cref="JobFailedException">Something is too small; names both sizes and what to set.</exception>
    public void Check(IReadOnlyList<(string Host, int Tasks, long HeapBytes)> processes, MemoryOverhead? overhead)
    {
        var needed = TaskBytes;

        // What a container may take beside the heap is judged before the worker's own budget: without it no budget helps.
        var most = processes.Max(process => process.Tasks) * needed;
        if (overhead is not null && overhead.Bytes < most)
        {
            throw new JobFailedException(
                $"The planned network needs {Mebibytes(most)} beside the heap of an executor, and there are {Mebibytes(overhead.Bytes)} ({overhead.Setting}). "
                + $"Set {MemoryOverhead.Key} to at least {most >> 20}m, take more ranks than {Ranks}, or set training.accumulation.");
        }

        var lacking = processes.Where(process => process.Tasks * needed > process.HeapBytes)
            .Select(process => string.Create(
                CultureInfo.InvariantCulture,
                $"{process.Host} has {Mebibytes(process.HeapBytes)} for {process.Tasks} of the tasks and needs {Mebibytes(process.Tasks * needed)}"))
            .ToArray();
        if (lacking.Length > 0)
        {
            throw new JobFailedException(
                $"The planned network needs more memory than the workers have: {string.Join("; ", lacking)}. "
                + $"Raise run.spark.worker_memory and with it {MemoryOverhead.Key}, take more ranks than {Ranks}, or set training.accumulation.");
        }
    }

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20:N0} MiB");
}

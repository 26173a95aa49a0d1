using System.Globalization;
using Millrace.Jobs.Cluster.Training;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// What a worker process may use: beside an executor's heap it has the memory overhead and no more. On a cluster a number is needed before any work, from the job or from Spark's settings; a Spark on this
/// machine does without. Pure.
/// </summary>
internal static class WorkerBudget
{
    /// <summary>What the executor's JVM itself needs beside its heap.</summary>
    private const long JvmBytes = 400L << 20;

    /// <summary>The least that a job can work with.</summary>
    private const long LeastBytes = 256L << 20;

    /// <summary>The budget; null: none is set, and none is needed.</summary>
    /// <param name="given">The job's <c>run.spark.worker_memory</c>.</param>
    /// <param name="settings">Spark's settings by name.</param>
    /// <exception cref="JobFailedException">There is no memory for the workers, or less than the job gives them; says what to set.</exception>
    public static long? Of(ByteSize? given, IReadOnlyDictionary<string, string> settings)
    {
        var overhead = MemoryOverhead.Of(settings);
        if (given is { } budget)
        {
            return overhead is null || overhead.Bytes >= budget.Bytes
                ? budget.Bytes
                : throw new JobFailedException(
                    $"The job gives a worker process {Mebibytes(budget.Bytes)} (run.spark.worker_memory), and beside the heap of an executor there are {Mebibytes(overhead.Bytes)} ({overhead.Setting}). "
                    + $"Set {MemoryOverhead.Key} to at least {Plain(budget.Bytes + JvmBytes)}m, or give the workers less.");
        }

        if (settings.GetValueOrDefault("spark.master", "").StartsWith("local", StringComparison.Ordinal))
        {
            return null;
        }

        var left = (overhead?.Bytes ?? 0) - JvmBytes;
        return left >= LeastBytes
            ? left
            : throw new JobFailedException(
                $"An executor's worker process lives beside the heap, and there is no memory for it: {overhead?.Setting ?? $"{MemoryOverhead.Key} is not set"}. "
                + $"Set {MemoryOverhead.Key} to at least {Plain(LeastBytes + JvmBytes)}m (4g is a good beginning), or say with run.spark.worker_memory what a worker may use.");
    }

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20:N0} MiB");

    private static string Plain(long bytes) => (bytes >> 20).ToString(CultureInfo.InvariantCulture);
}

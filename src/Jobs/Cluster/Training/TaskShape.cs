using System.Numerics;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>How N ranks lie on tasks: as many tasks as there are slots, up to one a rank; a task runs its ranks as threads.</summary>
/// <param name="Ranks">N.</param>
/// <param name="Tasks">T, a power of two up to N.</param>
internal readonly record struct TaskShape(int Ranks, int Tasks)
{
    /// <summary>The shape for <paramref name="slots"/> slots.</summary>
    /// <exception cref="JobFailedException">N is no power of two or above V, or there is no slot; names both sides.</exception>
    public static TaskShape Of(int ranks, int lanes, int slots)
    {
        if (!BitOperations.IsPow2(ranks) || ranks > lanes)
        {
            throw new JobFailedException($"Training needs a number of ranks that is a power of two up to the job's {lanes} lanes (training.lanes); run.ranks is {ranks}.");
        }

        return slots >= 1
            ? new TaskShape(ranks, Math.Min(ranks, 1 << BitOperations.Log2((uint)slots)))
            : throw new JobFailedException($"Training {ranks} ranks needs at least one free slot; the cluster has {slots}.");
    }
}

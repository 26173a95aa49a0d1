using Millrace.Spark.Worker.Memory;
using Millrace.Training.Ranks;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>Why a training task could not go on.</summary>
internal static class TaskFailure
{
    /// <summary>The failure as it crosses; one of memory names the budget of the worker process and what to set.</summary>
    /// <param name="rank">The first rank of the task.</param>
    /// <param name="failure">What was thrown.</param>
    /// <param name="budget">What the process may use; null where there is no limit.</param>
    public static RankFailure Of(int rank, Exception failure, MemoryBudget? budget)
    {
        var told = RankFailure.From(rank, failure);
        return told.Code == RankFailure.Kind.Memory && budget is not null
            ? told with
            {
                Message = $"its worker process may use {budget.TotalBytes >> 20} MiB (run.spark.worker_memory), {budget.ManagedHeapBytes >> 20} MiB of them as heap, and training needs more. "
                    + $"Raise it and with it {MemoryOverhead.Key}, take more ranks (run.ranks), or set training.accumulation",
            }
            : told;
    }
}

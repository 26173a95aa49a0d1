using System.Globalization;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>How many tasks a cluster runs side by side now, as Spark itself counts when it is not told a number of partitions.</summary>
internal static class Slots
{
    private const long Rows = 1 << 16;

    /// <summary>Cores of the registered executors over the cores of a task.</summary>
    public static async Task<int> CountAsync(SparkSession session, CancellationToken cancellationToken)
    {
        var cores = await session.Range(Rows).Select(Functions.SparkPartitionId()).Distinct().CountAsync(cancellationToken);
        var cpus = int.Parse(await session.Conf().GetAsync("spark.task.cpus", "1", cancellationToken), CultureInfo.InvariantCulture);
        return (int)(cores / Math.Max(1, cpus));
    }
}

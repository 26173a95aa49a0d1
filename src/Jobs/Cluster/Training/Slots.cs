using System.Globalization;
using Apache.Arrow;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>How many tasks a cluster runs side by side now, as Spark itself counts when it is not told a number of partitions.</summary>
internal static class Slots
{
    // Spark cuts a range into as many parts as it has cores, so the parts of so many rows are the cores, up to this number.
    private const long Rows = 1 << 16;

    /// <summary>Cores of the registered executors over the cores of a task.</summary>
    public static async Task<int> CountAsync(SparkSession session, CancellationToken cancellationToken)
    {
        // Some 256 KiB of numbers come here: counted by Spark they would cost a shuffle, which on a Spark that has run nothing yet is a second.
        var parts = new HashSet<int>();
        await foreach (var batch in session.Range(Rows).Select(Functions.SparkPartitionId()).ToArrowStream(cancellationToken))
        {
            using (batch)
            {
                foreach (var part in ((Int32Array)batch.Column(0)).Values)
                {
                    parts.Add(part);
                }
            }
        }

        var cpus = int.Parse(await session.Conf().GetAsync("spark.task.cpus", "1", cancellationToken), CultureInfo.InvariantCulture);
        return parts.Count / Math.Max(1, cpus);
    }
}

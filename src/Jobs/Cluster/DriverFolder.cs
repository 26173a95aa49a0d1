using Millrace.Spark.Sql;
using Millrace.Spark.Submit;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// In deploy mode cluster the driver runs somewhere in the cluster, in a container or a folder that goes with it: the run folder must be on a file system that was mounted there.
/// </summary>
internal static class DriverFolder
{
    private const string DeployMode = "spark.submit.deployMode";
    private const string MountTable = "/proc/self/mountinfo";

    // Kubernetes' volume that lives as long as its pod.
    private const string PodVolume = "/kubernetes.io~empty-dir/";
    private static readonly string[] Volatile = ["overlay", "tmpfs", "ramfs", "aufs"];

    /// <summary>Refuses a run folder that would die with this driver.</summary>
    /// <exception cref="JobFailedException">spark-submit started this process in deploy mode cluster, and the folder is not on a mount that outlives it.</exception>
    public static async Task RefuseWhatDiesAsync(SparkSession session, string folder, CancellationToken cancellationToken)
    {
        if (!SubmittedApplication.IsSubmitted
            || await SparkFailure.TranslateAsync(() => session.Conf().GetAsync(DeployMode, "client", cancellationToken)) != "cluster")
        {
            return;
        }

        var table = File.Exists(MountTable) ? await File.ReadAllTextAsync(MountTable, cancellationToken) : "";
        if (WhyItDies(folder, table) is { } why)
        {
            throw new JobFailedException(
                $"The driver runs inside the cluster (deploy mode cluster), and the run folder would end with it: {folder} {why}. Needed is a folder on a volume that is mounted at the same path in the driver and all executors; give it with --out.");
        }
    }

    /// <summary>Why a folder does not outlive its machine or container; null where it does.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="mountInfo">Linux's table of mounts, proc_pid_mountinfo(5).</param>
    internal static string? WhyItDies(string folder, string mountInfo)
    {
        (string Point, string Root, string Type)? found = null;
        foreach (var line in mountInfo.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ');
            var separator = Array.IndexOf(fields, "-");
            var point = fields.Length > 4 ? Unescape(fields[4]) : "";
            if (separator > 4 && separator + 1 < fields.Length && Holds(point, folder) && point.Length >= (found?.Point.Length ?? 0))
            {
                found = (point, Unescape(fields[3]), fields[separator + 1]);
            }
        }

        return found switch
        {
            null => "is on no mount that this driver can see",
            ("/", _, _) => "is on the driver's own root file system, not on a mounted one",
            (_, _, var type) when Volatile.Contains(type) => $"is on {type}, which is kept by the driver's machine alone",
            (_, var root, _) when root.Contains(PodVolume, StringComparison.Ordinal) => "is on a volume that lives as long as the driver's pod (emptyDir)",
            _ => null,
        };
    }

    private static bool Holds(string point, string folder) =>
        point == "/" || folder == point || folder.StartsWith(point + "/", StringComparison.Ordinal);

    // Space, tab, line end and backslash stand as \040, \011, \012 and \134.
    private static string Unescape(string text) => text
        .Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}

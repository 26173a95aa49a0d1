using System.Globalization;
using System.Text.RegularExpressions;

namespace Millrace.Jobs.Cluster;

/// <summary>How many executors an application is to have, as its settings say. Pure.</summary>
internal static partial class ExpectedExecutors
{
    /// <summary>The number; null where executors come and go, or where no setting fixes it.</summary>
    /// <param name="settings">Spark's settings by name.</param>
    public static int? Of(IReadOnlyDictionary<string, string> settings)
    {
        if (string.Equals(settings.GetValueOrDefault("spark.dynamicAllocation.enabled"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var master = settings.GetValueOrDefault("spark.master", "");
        if (LocalCluster().Match(master) is { Success: true } cluster)
        {
            return int.Parse(cluster.Groups[1].Value, CultureInfo.InvariantCulture);
        }

        if (master.StartsWith("local", StringComparison.Ordinal))
        {
            return null; // the driver itself
        }

        // A standalone master knows no number of executors: it gives all cores that the application may have.
        return !master.StartsWith("spark://", StringComparison.Ordinal) ? Number("spark.executor.instances")
            : Number("spark.cores.max") / Number("spark.executor.cores");

        int? Number(string key) =>
            int.TryParse(settings.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }

    [GeneratedRegex(@"^local-cluster\[\s*([0-9]{1,4}),", RegexOptions.CultureInvariant)]
    private static partial Regex LocalCluster();
}

using System.Text.RegularExpressions;

namespace Millrace.Jobs.Cluster;

/// <summary>Where Spark is, as a user writes it.</summary>
/// <param name="Text">As it was given.</param>
/// <param name="Remote">The address of a running Connect server; null where one is started here.</param>
/// <param name="Master">The master of a Spark that is started here; null for a running server.</param>
internal sealed partial record SparkAddress(string Text, string? Remote, string? Master)
{
    /// <summary>What may be written.</summary>
    public const string Forms = "local[N], local-cluster[N,CORES,MIB], spark://HOST:PORT or sc://HOST:PORT/;token=…";

    // Our own local Spark retries a task like a cluster does.
    private const int LocalFailures = 4;

    /// <summary>Reads an address; null where the text is none.</summary>
    public static SparkAddress? Parse(string text)
    {
        if (text.StartsWith("sc://", StringComparison.Ordinal))
        {
            return new SparkAddress(text, text, null);
        }

        if (Local().Match(text) is { Success: true } local)
        {
            var threads = local.Groups[1].Success ? local.Groups[1].Value : "1";
            var failures = local.Groups[2].Success ? local.Groups[2].Value : LocalFailures.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return new SparkAddress(text, null, $"local[{threads},{failures}]");
        }

        return LocalCluster().IsMatch(text) || text.StartsWith("spark://", StringComparison.Ordinal) ? new SparkAddress(text, null, text) : null;
    }

    /// <summary>The address without a token, for people.</summary>
    public string ForPeople => Master ?? Text.Split("/;", 2)[0];

    [GeneratedRegex(@"^local(?:\[([0-9]{1,4}|\*)(?:,\s*([0-9]{1,4}))?\])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Local();

    [GeneratedRegex(@"^local-cluster\[[0-9]{1,4},\s*[0-9]{1,4},\s*[0-9]{1,7}\]$", RegexOptions.CultureInvariant)]
    private static partial Regex LocalCluster();
}

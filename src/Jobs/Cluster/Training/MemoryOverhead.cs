using System.Globalization;
using System.Text.RegularExpressions;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>
/// What Spark leaves the worker processes of an executor beside its heap. Kubernetes and YARN hold a container to it: a worker that takes more is killed. Other masters know it only where it is set.
/// </summary>
/// <param name="Bytes">For all worker processes of an executor.</param>
/// <param name="Setting">Where the number is from, for people.</param>
internal sealed partial record MemoryOverhead(long Bytes, string Setting)
{
    /// <summary>The setting that gives it.</summary>
    public const string Key = "spark.executor.memoryOverhead";

    private const string FactorKey = "spark.executor.memoryOverheadFactor";
    private const string HeapKey = "spark.executor.memory";
    private const string MasterKey = "spark.master";
    private const long LeastBytes = 384L << 20;

    /// <summary>Reads a session's; null where nothing is held to one.</summary>
    public static async Task<MemoryOverhead?> ReadAsync(SparkSession session, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in new[] { Key, FactorKey, HeapKey, MasterKey })
        {
            settings[key] = await session.Conf().GetAsync(key, "", cancellationToken);
        }

        return Of(settings);
    }

    /// <summary>The same from settings; missing ones are absent or empty.</summary>
    public static MemoryOverhead? Of(IReadOnlyDictionary<string, string> settings)
    {
        if (Parse(settings.GetValueOrDefault(Key, "")) is { } given)
        {
            return new MemoryOverhead(given, $"{Key} is {settings[Key]}");
        }

        var master = settings.GetValueOrDefault(MasterKey, "");
        if (!master.StartsWith("k8s", StringComparison.Ordinal) && !master.StartsWith("yarn", StringComparison.Ordinal))
        {
            return null;
        }

        var heap = Parse(settings.GetValueOrDefault(HeapKey, "")) ?? 1L << 30;
        var factor = double.TryParse(settings.GetValueOrDefault(FactorKey, ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var set) ? set : 0.1;
        return new MemoryOverhead(Math.Max(LeastBytes, (long)(heap * factor)), $"{Key} is not set, so Spark takes the larger of 384 MiB and {factor.ToString(CultureInfo.InvariantCulture)} of the heap");
    }

    /// <summary>Bytes of a size as Spark writes it, MiB where there is no unit; null where it is none.</summary>
    public static long? Parse(string text)
    {
        if (SizePattern().Match(text.Trim().ToLowerInvariant()) is not { Success: true } match
            || !long.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var shift = match.Groups[2].Value switch { "b" => 0, "k" or "kb" => 10, "g" or "gb" => 30, "t" or "tb" => 40, _ => 20 };
        return number > long.MaxValue >> shift ? null : number << shift;
    }

    [GeneratedRegex("^([0-9]+)(b|kb?|mb?|gb?|tb?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex SizePattern();
}

using Microsoft.Extensions.Logging;

namespace Millrace.Spark.Server;

/// <summary>How a Spark server on this machine is started. Immutable; checked before anything is started.</summary>
public sealed record LocalSparkOptions
{
    /// <summary>
    /// Where the work runs: <c>local[n]</c>, <c>local[n,4]</c> (n threads, a task may fail 3 times), <c>local-cluster[n,cores,MiB]</c>
    /// or the address of a standalone master, <c>spark://host:port</c>.
    /// </summary>
    public string Master { get; init; } = "local[2,4]";

    /// <summary>Folder of a Spark 4.0 to 4.3; <see langword="null"/>: searched, see <see cref="SparkHome"/>.</summary>
    public string? SparkHome { get; init; }

    /// <summary>A release to download where <see cref="SparkHome"/> is null and none is found; <see langword="null"/>: nothing is downloaded.</summary>
    public SparkDownloadOptions? Download { get; init; }

    /// <summary>Java heap of the driver, MiB; 384 to 1,048,576, default 1024.</summary>
    public int DriverMemoryMiB { get; init; } = 1024;

    /// <summary>Further Spark settings, by name. A token does not belong here: settings reach every worker.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Further environment variables of the server, by name; an empty value removes a variable.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Working folder of the server; <see langword="null"/>: a new folder under the temporary files, removed at the end.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Longest time until the server answers. Default 2 min.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Time the server gets to end by itself before it is killed. Default 10 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Folder for Spark's classes as the JVM keeps them in memory, some 160 MB for each Spark and JVM; <see langword="null"/>: none. A server that finds them starts in about half the time; the first one that does not
    /// writes them when it ends, for which it gets up to a minute more. Not for a Spark with files in its <c>conf</c> folder, nor beside an own <c>spark.driver.extraJavaOptions</c>.
    /// </summary>
    public string? ClassArchives { get; init; }

    /// <summary>Where messages go; <see langword="null"/>: nowhere.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The token of a server that takes another's place; <see langword="null"/>: a random one.</summary>
    internal string? Token { get; init; }

    /// <exception cref="ArgumentException">Something is out of range; the message lists all of it.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (!Master.StartsWith("local", StringComparison.Ordinal) && !Master.StartsWith("spark://", StringComparison.Ordinal))
        {
            faults.Add("Master is local[…], local-cluster[…] or spark://…");
        }

        if (DriverMemoryMiB is < 384 or > 1 << 20)
        {
            faults.Add("DriverMemoryMiB is 384 to 1048576");
        }

        if (Settings.Keys.Any(static k => k.EndsWith("authenticate.token", StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add("the token is no setting: it would reach every worker");
        }

        if (StartTimeout <= TimeSpan.Zero || StopTimeout <= TimeSpan.Zero)
        {
            faults.Add("StartTimeout and StopTimeout are above zero");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException("Local Spark: " + string.Join("; ", faults) + ".");
        }
    }
}

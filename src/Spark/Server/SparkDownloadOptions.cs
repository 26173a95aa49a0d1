using System.Text.RegularExpressions;

namespace Millrace.Spark.Server;

/// <summary>What Spark to download, and from where. Immutable; checked before anything is sent.</summary>
public sealed partial record SparkDownloadOptions
{
    /// <summary>The release, as <c>4.1.4</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Where the archive comes from; a mirror will do, since the checksum does not come from it. Ends with a slash.</summary>
    public Uri Source { get; init; } = new("https://archive.apache.org/dist/spark/");

    /// <summary>Where the SHA-512 comes from: the project's own site, over TLS. Ends with a slash.</summary>
    public Uri ChecksumSource { get; init; } = new("https://archive.apache.org/dist/spark/");

    /// <summary>Where releases are kept, one folder each. Default: <c>millrace/spark</c> among the user's local application data.</summary>
    public string Folder { get; init; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "millrace", "spark");

    /// <summary>Largest archive that is taken, bytes; default 2 GiB.</summary>
    public long MaxBytes { get; init; } = 2L << 30;

    /// <summary>Longest time for one file. Default 30 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <exception cref="ArgumentException">Something is out of range; the message lists all of it.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (!Release().IsMatch(Version))
        {
            faults.Add("Version is three numbers, as 4.1.4");
        }

        if (ChecksumSource.Scheme != Uri.UriSchemeHttps && !ChecksumSource.IsLoopback)
        {
            faults.Add("ChecksumSource is an https address");
        }

        if (MaxBytes < 1 || Timeout <= TimeSpan.Zero)
        {
            faults.Add("MaxBytes and Timeout are above zero");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException("Download of Spark: " + string.Join("; ", faults) + ".");
        }
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+$")]
    private static partial Regex Release();
}

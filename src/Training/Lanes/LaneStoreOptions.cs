using System.Numerics;

namespace Millrace.Training.Lanes;

/// <summary>How rows become lanes.</summary>
public sealed record LaneStoreOptions
{
    /// <summary>V, the lanes of the run: a power of two up to 1,024.</summary>
    public int Lanes { get; init; } = 8;

    /// <summary>The lanes to keep; rows of others are passed over. Null keeps all.</summary>
    public LaneRange? Owned { get; init; }

    /// <summary>
    /// Most memory that rows may take, in bytes, 1 MiB to 1 TiB. What exceeds it goes to files in <see cref="Folder"/>.
    /// </summary>
    public long SpoolBytes { get; init; } = 1L << 30;

    /// <summary>Folder for spool files, on local disk; null keeps everything in memory and fails above <see cref="SpoolBytes"/>.</summary>
    public string? Folder { get; init; }

    /// <summary>Writes spool files even when the rows fit in memory, so that other processes can open them.</summary>
    public bool AlwaysSpool { get; init; }

    /// <summary>
    /// Whether others may build the same lanes in <see cref="Folder"/> at the same time: unfinished files then have names of their own, and only their builder removes them.
    /// </summary>
    public bool SharedFolder { get; init; }

    /// <summary>Whether finished files were verified by this process already: they are opened without reading them through. Every read of a block checks it in any case.</summary>
    public bool Trusted { get; init; }

    /// <summary>Name of the run and part: letters, digits, <c>-</c> and <c>_</c>. Part of the spool files' names.</summary>
    public string Run { get; init; } = "run";

    /// <summary>Hash of the feature model and input; files with another hash are never reused.</summary>
    public string FeatureHash { get; init; } = "";

    /// <summary>Most elements of each sequence, by name; null takes the longest list seen.</summary>
    public IReadOnlyDictionary<string, int>? SequenceLengths { get; init; }

    /// <summary>Names of the numeric features, for messages; null names them by index.</summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>Name of a lane's finished file.</summary>
    internal string FileOf(int lane)
    {
        var stem = FeatureHash.Length > 0 ? $"{Run}-{FeatureHash[..Math.Min(16, FeatureHash.Length)]}" : Run;
        return Path.Combine(Folder!, $"{stem}-lane{lane}of{Lanes}.lane");
    }

    internal LaneRange OwnedLanes => Owned ?? new LaneRange(0, Lanes);

    /// <summary>All faults of these options; empty when they are sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (!BitOperations.IsPow2(Lanes) || Lanes > LaneRange.MaxLanes)
        {
            faults.Add($"lanes must be a power of two from 1 to {LaneRange.MaxLanes}, not {Lanes}");
        }

        if (SpoolBytes is < 1L << 20 or > 1L << 40)
        {
            faults.Add($"spool_bytes must be 1 MiB to 1 TiB, not {SpoolBytes}");
        }

        if (Run.Length == 0 || !Run.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            faults.Add($"the run's name may hold letters, digits, - and _ only: '{Run}'");
        }

        if (!FeatureHash.All(char.IsAsciiLetterOrDigit))
        {
            faults.Add("the feature hash must be hexadecimal");
        }

        if (AlwaysSpool && Folder is null)
        {
            faults.Add("writing spool files needs a folder");
        }

        if (OwnedLanes is var owned && (owned.First < 0 || owned.Count < 1 || owned.End > Lanes))
        {
            faults.Add($"owned lanes {owned.First} to {owned.End - 1} are not among the {Lanes} lanes");
        }

        return faults;
    }
}

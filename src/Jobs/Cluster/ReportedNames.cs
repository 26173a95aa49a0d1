using System.Text.Json;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// Holds what an executor's report names to where an attempt may write: the driver moves those files and removes the attempt's folder, so a name that leads
/// elsewhere is no name. Pure: looks at no disk.
/// </summary>
internal static class ReportedNames
{
    private const int MostShown = 120;

    /// <summary>What of a report names something outside its attempt's folder, in words; null where nothing does.</summary>
    /// <param name="report">What the executor sent.</param>
    /// <param name="root">Full path of the staging folder.</param>
    /// <param name="kinds">The kinds of files that the stage has.</param>
    public static string? Fault(ShareReport report, string root, IEnumerable<string> kinds)
    {
        if (string.IsNullOrEmpty(report.Label) || !IsPlain(report.Attempt) || !report.Attempt.StartsWith(report.Label, StringComparison.Ordinal))
        {
            return $"the attempt {Shown(report.Attempt)} of the share {Shown(report.Label)}";
        }

        var attempt = Path.Combine(root, report.Attempt);
        return report.Files is null ? "no files"
            : report.Files.FirstOrDefault(file => !kinds.Contains(file.Kind, StringComparer.Ordinal)) is { } stranger ? $"the kind of file {Shown(stranger.Kind)}"
            : report.Files.FirstOrDefault(file => !IsWithin(attempt, file.Path)) is { } file ? $"the file {Shown(file.Path)}"
            : report.StatisticsFile is { } statistics && !IsWithin(attempt, statistics) ? $"the file of statistics {Shown(statistics)}"
            : null;
    }

    /// <summary>Whether a path, relative to a folder or full, is that of something below it, with a name that is one.</summary>
    public static bool IsWithin(string folder, string path)
    {
        if (string.IsNullOrEmpty(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        var full = Path.GetFullPath(path, folder);
        return full.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && Path.GetFileName(full) is { Length: > 0 } name && name == Path.GetFileName(path);
    }

    /// <summary>What an executor sent, escaped and cut, for a message.</summary>
    public static string Shown(string? sent) =>
        sent is { Length: > MostShown } ? JsonSerializer.Serialize(sent[..MostShown]) + "…" : JsonSerializer.Serialize(sent);

    private static bool IsPlain(string name) =>
        name is not (null or "" or "." or "..") && name == Path.GetFileName(name) && !name.Contains('\0', StringComparison.Ordinal);
}

using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// Where attempts write, and how what was accepted becomes part of the run: files are moved out of the attempt's folder into the stage's folders. An attempt
/// that still writes afterwards writes into its own folder, which nobody reads.
/// </summary>
internal sealed class StagingArea(RunFolder folder, string stage, string key)
{
    /// <summary>Name of the file of an attempt's statistics.</summary>
    public const string StatisticsName = "statistics";

    private const string JournalEnding = ".journal";
    private const int KeyLength = 12;

    // A job that changed has other keys, and nobody asks for what was accepted under the old ones.
    private static readonly TimeSpan AcceptedGrace = TimeSpan.FromDays(7);

    /// <summary>Full path of the stage's staging folder; created.</summary>
    public string Root { get; } = Directory.CreateDirectory(folder.Place("work", "staging", $"{stage}-{key[..Math.Min(KeyLength, key.Length)]}")).FullName;

    /// <summary>Full path of the journal of accepted reports.</summary>
    public string JournalFile => Root + JournalEnding;

    /// <summary>Full path of the staging folders of all stages.</summary>
    public static string RootOf(RunFolder folder) => folder.Place("work", "staging");

    /// <summary>Full path of a file of an attempt.</summary>
    public string Place(ShareReport report, string file) => Path.Combine(Root, report.Attempt, file);

    /// <summary>Where a file will be in the end.</summary>
    public static string FinalPlace(ShareFile file, IReadOnlyDictionary<string, string> folders) => Path.Combine(folders[file.Kind], Path.GetFileName(file.Path));

    /// <summary>Whether all that a report names is there, in staging or already in its final place. A report, or a journal's line, that names anything else is as one whose files are gone.</summary>
    public bool IsThere(ShareReport report, IReadOnlyDictionary<string, string> folders) =>
        ReportedNames.Fault(report, Root, folders.Keys) is null
        && report.Files.All(file => HasSize(Place(report, file.Path), file.Bytes) || HasSize(FinalPlace(file, folders), file.Bytes))
        && (report.StatisticsFile is not { } statistics || File.Exists(Place(report, statistics)));

    /// <summary>Takes a report: all that it names has to be there. An executor that came after the probe is held to the driver's files by this.</summary>
    /// <exception cref="JobFailedException">The driver does not see what the executor wrote, or it names what is not its own.</exception>
    public ShareReport Accept(ShareReport report, IReadOnlyDictionary<string, string> folders)
    {
        if (ReportedNames.Fault(report, Root, folders.Keys) is { } fault)
        {
            throw new JobFailedException($"The executor on {ReportedNames.Shown(report.Host)} reports {fault}, which is not where its attempt writes. Nothing of it was used.");
        }

        return IsThere(report, folders) ? report : throw NotSeen($"on {report.Host}");
    }

    /// <summary>Gives the path of a file that an executor wrote below this folder.</summary>
    /// <exception cref="JobFailedException">It lies elsewhere, or the driver does not see it.</exception>
    public string Require(string path, string executor) =>
        !ReportedNames.IsWithin(Root, path) ? throw new JobFailedException($"The executor {executor} reports the file {ReportedNames.Shown(path)}, which is not where it writes. Nothing of it was used.")
        : File.Exists(path) ? path : throw NotSeen(executor);

    private JobFailedException NotSeen(string executor) =>
        new($"The executor {executor} wrote files into {Root} that the driver does not see: the run folder is not the same files for both. Give a folder on a shared file system with --out.");

    /// <summary>Moves the accepted files to their final places, removes everything else from the folders, and gives the files there.</summary>
    public IReadOnlyList<ShareFile> Publish(IReadOnlyList<ShareReport> reports, IReadOnlyDictionary<string, string> folders)
    {
        var published = new List<ShareFile>();
        foreach (var target in folders.Values)
        {
            Directory.CreateDirectory(target);
        }

        foreach (var report in reports)
        {
            foreach (var file in report.Files)
            {
                var (from, to) = (Place(report, file.Path), FinalPlace(file, folders));
                if (File.Exists(from))
                {
                    File.Move(from, to, overwrite: true);
                }

                published.Add(file with { Path = to });
            }
        }

        var named = published.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var stray in folders.Values.SelectMany(Directory.EnumerateFileSystemEntries).Where(path => !named.Contains(path)))
        {
            Delete(stray);
        }

        return [.. published.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>Removes what was accepted: called once the stage's part names the files in their final places.</summary>
    public void Forget(IEnumerable<ShareReport> reports)
    {
        foreach (var report in reports)
        {
            Delete(Path.Combine(Root, report.Attempt));
        }

        Delete(JournalFile);
    }

    /// <summary>Removes what no accepted report names and nobody wrote to for the grace time; what a journal names stays, for a restart, a week longer.</summary>
    public static void Sweep(RunFolder folder, DateTime olderThanUtc)
    {
        var root = RootOf(folder);
        if (!Directory.Exists(root))
        {
            return;
        }

        foreach (var stage in Directory.EnumerateDirectories(root))
        {
            var accepted = Accepted(stage + JournalEnding, olderThanUtc - AcceptedGrace);
            foreach (var attempt in Directory.EnumerateDirectories(stage))
            {
                if (!accepted.Contains(Path.GetFileName(attempt)) && NewestWriteUtc(attempt) < olderThanUtc)
                {
                    Delete(attempt);
                }
            }
        }
    }

    private static HashSet<string> Accepted(string journal, DateTime olderThanUtc) => File.GetLastWriteTimeUtc(journal) < olderThanUtc
        ? []
        : [.. ShareJournal.Read(journal).Select(report => report.Attempt)];

    private static DateTime NewestWriteUtc(string attempt) => Directory
        .EnumerateFileSystemEntries(attempt, "*", SearchOption.AllDirectories).Append(attempt)
        .Max(path => Directory.Exists(path) ? Directory.GetLastWriteTimeUtc(path) : File.GetLastWriteTimeUtc(path));

    private static bool HasSize(string path, long bytes)
    {
        var info = new FileInfo(path);
        return info.Exists && info.Length == bytes;
    }

    private static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Nobody reads it; the next sweep tries again.
        }
    }
}

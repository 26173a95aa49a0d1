namespace Millrace.Jobs.Ledger;

/// <summary>
/// The places inside one run: the run folder (manifest, report, model: small) and the work folder (data that only the next
/// stage needs). Owns the lock that keeps a second run out; dispose to let go. Not thread-safe.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string LockName = ".lock";
    private const string PartsName = "manifest.parts";
    private readonly FileStream _lock;

    private RunFolder(string root, FileStream held)
    {
        Root = root;
        _lock = held;
    }

    /// <summary>The run folder as a full path.</summary>
    public string Root { get; }

    /// <summary>One JSON file per finished stage; the manifest is put together from them.</summary>
    public string Parts => Path.Combine(Root, PartsName);

    /// <summary>Data that only later stages of the same run read.</summary>
    public string Work => Path.Combine(Root, "work");

    /// <summary>Spill files of the engine; empty between runs.</summary>
    public string Temporary => Path.Combine(Work, "tmp");

    /// <summary>The manifest of a finished run. It does not exist while a run is under way or has failed.</summary>
    public string ManifestFile => Path.Combine(Root, "manifest.json");

    /// <summary>The report of a finished run.</summary>
    public string ReportFile => Path.Combine(Root, "report.html");

    /// <summary>Whether a run has written to <paramref name="folder"/>.</summary>
    public static bool IsOne(string folder) => Directory.Exists(Path.Combine(folder, PartsName));

    /// <summary>Creates what is missing and takes the lock.</summary>
    /// <exception cref="JobFailedException">Another run holds the folder, or it cannot be written.</exception>
    public static RunFolder Open(string root) => Open(root, refusesForeign: false);

    /// <summary>The same for a run, which empties and overwrites what stands under its own names.</summary>
    /// <exception cref="JobFailedException">It holds something that no run wrote, another run holds it, or it cannot be written.</exception>
    public static RunFolder OpenForRun(string root) => Open(root, refusesForeign: true);

    private static RunFolder Open(string root, bool refusesForeign)
    {
        var full = Path.GetFullPath(root);
        try
        {
            if (refusesForeign && Directory.Exists(full) && !IsOne(full) && Directory.EnumerateFileSystemEntries(full).Any(entry => Path.GetFileName(entry) != LockName))
            {
                throw new JobFailedException($"{full} holds something that no run wrote, and a run empties and overwrites folders in it. Give a new or empty folder with --out.");
            }

            Directory.CreateDirectory(full);
            var held = new FileStream(Path.Combine(full, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var folder = new RunFolder(full, held);
            Directory.CreateDirectory(folder.Parts);
            folder.ResetFolder(folder.Temporary);
            return folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JobFailedException(
                $"The run folder {full} cannot be used: {failure.Message} Another run may hold it; wait for it or give another folder with --out.",
                failure);
        }
    }

    /// <summary>A folder inside the run folder, as a full path. It is not created.</summary>
    public string Place(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>The path of <paramref name="file"/> as it stands in the manifest: relative, with forward slashes.</summary>
    public string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>Empties <paramref name="folder"/>, creating it where it is missing: whatever an unfinished stage left there goes.</summary>
    public void ResetFolder(string folder)
    {
        if (!Path.GetFullPath(folder).StartsWith(Root, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{folder} lies outside the run folder", nameof(folder));
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}

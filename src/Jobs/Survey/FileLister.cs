using Millrace.Jobs.Ledger;

namespace Millrace.Jobs.Survey;

/// <summary>
/// Lists input files: folders to any depth, single files, globs. Inside folders and globs, names that start with <c>_</c> or <c>.</c> are skipped, except
/// partition folders such as <c>_key=1</c>, and so are run folders: what a run wrote is input only where it is named. The order is that of path bytes and every file comes once.
/// </summary>
internal sealed class FileLister(SurveyOptions options)
{
    /// <summary>Lists full paths.</summary>
    /// <exception cref="SurveyException">A named file or folder is not there, or there are too many.</exception>
    public IReadOnlyList<string> List(IReadOnlyList<string> inputs, string baseFolder, CancellationToken cancellationToken)
    {
        var found = new SortedSet<string>(PathOrder.Instance);
        foreach (var input in inputs)
        {
            var full = Path.GetFullPath(Path.Combine(baseFolder, input));
            if (File.Exists(full))
            {
                Add(found, full);
            }
            else if (Directory.Exists(full))
            {
                Walk(found, full, 0, cancellationToken);
            }
            else if (full.Split(Path.DirectorySeparatorChar).Any(GlobSegment.IsPattern))
            {
                Expand(found, full, cancellationToken);
            }
            else
            {
                throw new SurveyException($"Input '{input}' is not there (looked for {full}). Correct 'input.files' in the job file.", []);
            }
        }

        return [.. found];
    }

    private void Expand(SortedSet<string> found, string pattern, CancellationToken cancellationToken)
    {
        var root = Path.GetPathRoot(pattern)!;
        var names = pattern[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        Match(found, root, names, 0, cancellationToken);
    }

    private void Match(SortedSet<string> found, string folder, ReadOnlyMemory<string> names, int depth, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckDepth(folder, depth);
        var name = names.Span[0];
        var last = names.Length == 1;
        if (name == "**")
        {
            if (last)
            {
                Walk(found, folder, depth, cancellationToken);
                return;
            }

            Match(found, folder, names[1..], depth, cancellationToken);
            foreach (var child in Folders(folder))
            {
                Match(found, child, names, depth + 1, cancellationToken);
            }

            return;
        }

        foreach (var entry in Entries(folder, name))
        {
            if (!last)
            {
                if (Directory.Exists(entry))
                {
                    Match(found, entry, names[1..], depth, cancellationToken);
                }
            }
            else if (Directory.Exists(entry))
            {
                if (!RunFolder.IsOne(entry))
                {
                    Walk(found, entry, depth, cancellationToken);
                }
            }
            else
            {
                Add(found, entry);
            }
        }
    }

    private static IEnumerable<string> Entries(string folder, string name)
    {
        if (!GlobSegment.IsPattern(name))
        {
            var path = Path.Combine(folder, name);
            return Path.Exists(path) ? [path] : [];
        }

        var glob = GlobSegment.Parse(name);
        return Enumerate(folder, Directory.EnumerateFileSystemEntries).Where(entry => !IsHidden(entry) && glob.Matches(Path.GetFileName(entry)));
    }

    private void Walk(SortedSet<string> found, string folder, int depth, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckDepth(folder, depth);
        foreach (var file in Enumerate(folder, Directory.EnumerateFiles).Where(file => !IsHidden(file)))
        {
            Add(found, file);
        }

        foreach (var child in Folders(folder))
        {
            Walk(found, child, depth + 1, cancellationToken);
        }
    }

    private static IEnumerable<string> Folders(string folder) => Enumerate(folder, Directory.EnumerateDirectories).Where(child => !IsHidden(child) && !RunFolder.IsOne(child));

    private static IEnumerable<string> Enumerate(string folder, Func<string, IEnumerable<string>> list)
    {
        try
        {
            return [.. list(folder)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SurveyException($"The folder {folder} cannot be listed: {refused.Message} Let this user read it, or name a part of it in 'input.files'.", []);
        }
    }

    private static bool IsHidden(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith('.') || (name.StartsWith('_') && !(name.Contains('=') && Directory.Exists(path)));
    }

    private void CheckDepth(string folder, int depth)
    {
        if (depth > options.MaxDepth)
        {
            throw new SurveyException($"{folder} lies more than {options.MaxDepth} folders deep. Is there a link that leads back?", []);
        }
    }

    private void Add(SortedSet<string> found, string file)
    {
        found.Add(file);
        if (found.Count > options.MaxFiles)
        {
            throw new SurveyException($"The input has more than {options.MaxFiles} files. Name a part of it in 'input.files'.", []);
        }
    }
}

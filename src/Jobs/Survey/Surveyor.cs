namespace Millrace.Jobs.Survey;

/// <summary>Lists the input's files and reads their footers; never a data page.</summary>
internal sealed class Surveyor(SurveyOptions options)
{
    private const int NamedInMessage = 10;

    /// <summary>Surveys the input.</summary>
    /// <param name="spec">Which files.</param>
    /// <param name="baseFolder">Where relative paths start; a full path.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="SurveyException">Nothing there, nothing readable, or more bad files than allowed.</exception>
    public async Task<Snapshot> SurveyAsync(InputSpec spec, string baseFolder, CancellationToken cancellationToken)
    {
        if (spec.Table is { } table)
        {
            throw new SurveyException($"'input.table' is {table}, which only Spark reads: run the job with --spark.", []);
        }

        var lister = new FileLister(options);
        var except = lister.List(options.Except, baseFolder, cancellationToken).ToHashSet(StringComparer.Ordinal);
        string[] paths = [.. lister.List(spec.Files, baseFolder, cancellationToken).Where(path => !except.Contains(path))];
        if (paths.Length == 0)
        {
            throw new SurveyException(
                $"There is no input file in {string.Join(", ", spec.Files)}. Names that start with '_' or '.', run folders, and files of the split do not count. Correct 'input.files' in the job file.", []);
        }

        var files = new List<SnapshotFile>();
        var bad = new List<BadFile>();
        foreach (var path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = Name(path, baseFolder);
            try
            {
                files.Add(await ReadAsync(spec, path, baseFolder, files.Count, cancellationToken));
            }
            catch (BadFileException exception)
            {
                bad.Add(new BadFile(name, exception.Fault, exception.Message));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                bad.Add(new BadFile(name, BadFileFault.Unreadable, "the operating system refuses to read it"));
            }
        }

        CheckBadFiles(spec, files, bad);
        return new Snapshot { Spec = spec, Files = files, BadFiles = bad, Differences = SchemaComparison.Compare(files) };
    }

    private static string Name(string path, string baseFolder)
    {
        var relative = Path.GetRelativePath(baseFolder, path);
        var inside = relative != ".." && !relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
        return (inside ? relative : path).Replace(Path.DirectorySeparatorChar, '/');
    }

    private async Task<SnapshotFile> ReadAsync(
        InputSpec spec, string path, string baseFolder, int ordinal, CancellationToken cancellationToken)
    {
        var name = Name(path, baseFolder);
        var modified = File.GetLastWriteTimeUtc(path);
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = spec.Format == InputFormat.Csv
            ? ReadCsv(stream, spec.Csv)
            : await ParquetFooter.ReadAsync(stream, options, cancellationToken);
        return new SnapshotFile
        {
            Ordinal = ordinal,
            Path = name,
            FullPath = path,
            Bytes = stream.Length,
            ModifiedUtc = modified,
            FooterHash = content.FooterHash,
            Rows = content.Rows,
            RowGroups = content.RowGroups,
            Columns = content.Columns,
            Partitions = spec.HivePartitions ? PartitionPath.Read(PartitionPart(spec, path, name, baseFolder)) : [],
        };
    }

    /// <summary>
    /// The part of the path that may name partitions. Folders above the base folder never do; folders below it do, also those that the job file names, so that
    /// pointing at one partition gives the same columns as pointing at their parent.
    /// </summary>
    private static string PartitionPart(InputSpec spec, string path, string name, string baseFolder)
    {
        if (!Path.IsPathRooted(name))
        {
            return name;
        }

        var roots = spec.Files.Select(file => Path.GetFullPath(Path.Combine(baseFolder, file))).Where(root => path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        var root = roots.MaxBy(candidate => candidate.Length);
        return root is null ? name : Path.GetRelativePath(Path.GetDirectoryName(root) ?? root, path).Replace(Path.DirectorySeparatorChar, '/');
    }

    private static SurveyedContent ReadCsv(FileStream stream, CsvOptions csv)
    {
        if (stream.Length == 0)
        {
            throw new BadFileException(BadFileFault.Empty, "the file has no bytes");
        }

        var columns = CsvColumns.Read(stream, csv);
        return new SurveyedContent(FileStamp.HashEnds(stream), null, [new RowGroup(0, stream.Length, [])], columns);
    }

    private static void CheckBadFiles(InputSpec spec, List<SnapshotFile> files, List<BadFile> bad)
    {
        if (bad.Count == 0)
        {
            return;
        }

        var list = string.Join("; ", bad.Take(NamedInMessage).Select(file => $"{file.Path}: {file.Reason}"));
        var more = bad.Count > NamedInMessage ? $"; and {bad.Count - NamedInMessage} more" : "";
        if (files.Count == 0)
        {
            throw new SurveyException($"None of the {bad.Count} input files can be read: {list}{more}. Check 'input.files' and 'input.format' in the job file.", bad);
        }

        if (spec.OnBadFile == BadFilePolicy.Fail)
        {
            throw new SurveyException(
                $"{bad.Count} of {files.Count + bad.Count} input files cannot be read: {list}{more}. Remove or repair them, or set 'input.on_bad_file: quarantine'.", bad);
        }

        if (bad.Count > spec.MaxBadFiles)
        {
            throw new SurveyException(
                $"{bad.Count} input files cannot be read and 'input.max_bad_files' allows {spec.MaxBadFiles}: {list}{more}. Repair them or raise the cap.", bad);
        }
    }
}

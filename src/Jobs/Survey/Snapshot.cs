namespace Millrace.Jobs.Survey;

/// <summary>The input, pinned: what the survey found. Immutable and thread-safe.</summary>
internal sealed record Snapshot
{
    /// <summary>What was asked for.</summary>
    public required InputSpec Spec { get; init; }

    /// <summary>The readable files in the order of path bytes.</summary>
    public required IReadOnlyList<SnapshotFile> Files { get; init; }

    /// <summary>Files that are left out, with reasons.</summary>
    public required IReadOnlyList<BadFile> BadFiles { get; init; }

    /// <summary>For a table that Spark reads: hash of the files behind it; null where Spark tells of none, so that nothing pins it. Null for files.</summary>
    public string? TablePin { get; init; }

    /// <summary>How the files' schemas differ from the first one's.</summary>
    public required IReadOnlyList<SchemaDifference> Differences { get; init; }

    /// <summary>Rows over all files; null where a file's rows are not known without reading it.</summary>
    public long? Rows => Spec.Table is not null ? null : Files.All(file => file.Rows.HasValue) ? Files.Sum(file => file.Rows!.Value) : null;

    /// <summary>Bytes over all files.</summary>
    public long Bytes => Files.Sum(file => file.Bytes);

    /// <summary>Every column that any file or partition key has, in the order of first appearance over the files.</summary>
    public IReadOnlyList<string> ColumnNames =>
        [.. Files.SelectMany(file => file.Columns.Select(column => column.Name).Concat(file.Partitions.Select(part => part.Key))).Distinct(StringComparer.Ordinal)];

    /// <summary>Checks that a file still has the size, modification time and footer that the survey saw.</summary>
    /// <exception cref="InputChangedException">It changed or vanished.</exception>
    public void VerifyUnchanged(SnapshotFile file)
    {
        var info = new FileInfo(file.FullPath);
        if (!info.Exists)
        {
            throw new InputChangedException(file.Path, "vanished");
        }

        if (info.Length != file.Bytes)
        {
            throw new InputChangedException(file.Path, "changed size");
        }

        if (info.LastWriteTimeUtc != file.ModifiedUtc)
        {
            throw new InputChangedException(file.Path, "was written to");
        }

        if (HashNow(file) != file.FooterHash)
        {
            throw new InputChangedException(file.Path, "changed content");
        }
    }

    /// <summary>The hash of the file as it is now; empty where it can no longer be read like the surveyed one.</summary>
    private string HashNow(SnapshotFile file)
    {
        try
        {
            using var stream = new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (Spec.Format == InputFormat.Csv)
            {
                return FileStamp.HashEnds(stream);
            }

            var footerBytes = stream.Length == file.Bytes ? FileStamp.FooterBytes(stream) : -1;
            return footerBytes < 0 ? "" : FileStamp.HashFooter(stream, footerBytes);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

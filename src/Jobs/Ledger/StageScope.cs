namespace Millrace.Jobs.Ledger;

/// <summary>What a running stage may use: the folder, and the place to name its outputs. Not thread-safe.</summary>
internal sealed class StageScope(RunFolder folder)
{
    private readonly SortedDictionary<string, OutputRecord> _outputs = new(StringComparer.Ordinal);

    /// <summary>The run's places.</summary>
    public RunFolder Folder { get; } = folder;

    /// <summary>What has been named so far.</summary>
    public IReadOnlyDictionary<string, OutputRecord> Outputs => _outputs;

    /// <summary>Names an output: its files become part of the run when the stage ends.</summary>
    /// <param name="name">The name in the manifest.</param>
    /// <param name="files">Full paths of finished files.</param>
    /// <param name="rows">Rows over all files; null where it is not a table.</param>
    /// <param name="contentHash">Hexadecimal hash of the content.</param>
    public void Commit(string name, IEnumerable<string> files, long? rows, string contentHash) =>
        _outputs.Add(name, new OutputRecord(
            [.. files.Order(StringComparer.Ordinal).Select(file => new OutputFile(Folder.Relative(file), new FileInfo(file).Length))],
            rows,
            contentHash));
}

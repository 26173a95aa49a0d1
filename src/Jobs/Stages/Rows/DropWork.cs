using System.Text.Json;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>Clean files without the rows that lost to an equal one, as work on shares of whole files. A file that lost no row is copied unchanged. Immutable and thread-safe.</summary>
internal sealed class DropWork(DropSettings settings) : IRowWork<DropStatistics>
{
    /// <summary>The name under which executors know the work.</summary>
    public const string WorkName = "drop";

    /// <summary>The kind of file that holds the rows that stay.</summary>
    public const string Kept = "kept";

    /// <inheritdoc/>
    public string Name => WorkName;

    /// <inheritdoc/>
    public JsonElement Settings => JsonSerializer.SerializeToElement(settings);

    /// <inheritdoc/>
    public IReadOnlyList<string>? Columns => [];

    /// <inheritdoc/>
    public async Task<DropStatistics> RunAsync(RowShare share, CancellationToken cancellationToken)
    {
        var (rows, removed) = (0L, 0L);
        foreach (var file in share.Files)
        {
            var target = Path.Combine(share.Output.FolderOf(Kept), Path.GetFileName(file.FullPath));
            var kept = await share.Engine.DropAsync(file.FullPath, settings.LoserFiles, target, cancellationToken);
            share.Output.Add(Kept, kept);
            share.Progressed(kept.Rows);
            rows += kept.Rows;
            removed += file.Rows!.Value - kept.Rows;
        }

        return new DropStatistics(rows, removed);
    }

    /// <inheritdoc/>
    public DropStatistics Merge(DropStatistics left, DropStatistics right) => new(left.Rows + right.Rows, left.Removed + right.Removed);

    /// <inheritdoc/>
    public DropStatistics Empty() => new(0, 0);

    /// <inheritdoc/>
    public byte[] Write(DropStatistics statistics) => JsonSerializer.SerializeToUtf8Bytes(statistics);

    /// <inheritdoc/>
    public DropStatistics Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<DropStatistics>(bytes)!;
}

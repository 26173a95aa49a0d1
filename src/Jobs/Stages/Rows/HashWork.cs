using System.Text.Json;
using Millrace.Features.Contracts;
using Millrace.Features.Hashing;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>Content hash of clean rows, as work on shares. Immutable and thread-safe.</summary>
/// <param name="columns">The contract's columns in order.</param>
internal sealed class HashWork(IReadOnlyList<string> columns) : IRowWork<HashStatistics>
{
    /// <summary>The name under which executors know the work.</summary>
    public const string WorkName = "hash";

    private readonly int[] _columns = [.. Enumerable.Range(0, columns.Count)];

    /// <inheritdoc/>
    public string Name => WorkName;

    /// <inheritdoc/>
    public JsonElement Settings => JsonSerializer.SerializeToElement(columns);

    /// <inheritdoc/>
    public IReadOnlyList<string>? Columns => columns;

    /// <summary>The work for rows of a contract.</summary>
    public static HashWork Of(TableContract contract) => new([.. contract.Columns.Select(column => column.Name)]);

    /// <inheritdoc/>
    public Task<HashStatistics> RunAsync(RowShare share, CancellationToken cancellationToken)
    {
        var content = default(ContentHash);
        while (share.Rows.Read(cancellationToken) is { } scanned)
        {
            using (scanned)
            {
                content = ContentHash.Merge(content, RowIdentity.ComputeContent(scanned.Rows, _columns));
                share.Progressed(scanned.Rows.Length);
            }
        }

        return Task.FromResult(new HashStatistics(content));
    }

    /// <inheritdoc/>
    public HashStatistics Merge(HashStatistics left, HashStatistics right) => new(ContentHash.Merge(left.Content, right.Content));

    /// <inheritdoc/>
    public HashStatistics Empty() => new(default(ContentHash));

    /// <inheritdoc/>
    public byte[] Write(HashStatistics statistics) => statistics.Content.ToBytes();

    /// <inheritdoc/>
    public HashStatistics Read(ReadOnlySpan<byte> bytes) => new(ContentHash.FromBytes(bytes));
}

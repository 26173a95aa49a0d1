using System.IO.Hashing;
using Apache.Arrow;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Hashing;

/// <summary>
/// Row hash and row id: xxHash128 with a fixed seed of a row's canonical bytes (docs/contract.md), as two int64. Thread-safe.
/// </summary>
public static class RowIdentity
{
    /// <summary>Seed of the hash: "millrace" in ASCII.</summary>
    internal const long Seed = 0x6D69_6C6C_7261_6365;

    /// <summary>Identities of the rows of a batch over some of its columns.</summary>
    /// <param name="batch">Columns of the clean layout; borrowed.</param>
    /// <param name="columns">Ordinals of the columns, in the order that the canonical bytes take them.</param>
    /// <param name="hi">Receives the upper halves; as long as the batch.</param>
    /// <param name="lo">Receives the lower halves; as long as the batch.</param>
    /// <exception cref="ArgumentException">A column has a type outside the clean layout, or a length differs.</exception>
    public static void Compute(RecordBatch batch, ReadOnlySpan<int> columns, Span<long> hi, Span<long> lo)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (hi.Length != batch.Length || lo.Length != batch.Length)
        {
            throw new ArgumentException($"Room for {hi.Length} and {lo.Length} identities; the batch has {batch.Length} rows.", nameof(hi));
        }

        var views = View(batch, columns);
        var rows = new CanonicalRows();
        for (var first = 0; first < batch.Length; first += CanonicalRows.BlockRows)
        {
            var count = Math.Min(CanonicalRows.BlockRows, batch.Length - first);
            rows.Build(views, first, count);
            Hash(rows, hi.Slice(first, count), lo.Slice(first, count));
        }
    }

    /// <summary>Content hash of the rows of a batch over some of its columns.</summary>
    /// <param name="batch">Columns of the clean layout; borrowed.</param>
    /// <param name="columns">Ordinals of the columns, in the order that the canonical bytes take them.</param>
    /// <exception cref="ArgumentException">A column has a type outside the clean layout.</exception>
    public static ContentHash ComputeContent(RecordBatch batch, ReadOnlySpan<int> columns)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var views = View(batch, columns);
        var rows = new CanonicalRows();
        var hasher = new ContentHasher();
        for (var first = 0; first < batch.Length; first += CanonicalRows.BlockRows)
        {
            rows.Build(views, first, Math.Min(CanonicalRows.BlockRows, batch.Length - first));
            hasher.Add(rows.Buffer, rows.Starts, rows.Lengths);
        }

        return hasher.Take();
    }

    /// <summary>Identities of a block of rows.</summary>
    internal static void Hash(CanonicalRows rows, Span<long> hi, Span<long> lo)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var hash = XxHash128.HashToUInt128(rows.Row(i), Seed);
            hi[i] = (long)(ulong)(hash >> 64);
            lo[i] = (long)(ulong)hash;
        }
    }

    private static Vector[] View(RecordBatch batch, ReadOnlySpan<int> columns)
    {
        var pool = new ScratchPool();
        var views = new Vector[columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            views[c] = ArrowVectors.View(batch.Column(columns[c]).Data, pool);
        }

        return views;
    }
}

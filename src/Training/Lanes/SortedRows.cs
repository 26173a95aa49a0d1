using System.Buffers.Binary;

namespace Millrace.Training.Lanes;

/// <summary>Entries of a <see cref="LaneBuffer"/> that fit in memory, in the order of their row ids.</summary>
internal static class SortedRows
{
    /// <summary>Bytes of memory that sorting takes for each row beside the entry itself.</summary>
    public const int KeyBytes = 24;

    /// <summary>Sorts the entries of <paramref name="chunks"/> by (hi, lo) as signed pairs and passes their payloads to <paramref name="emit"/>.</summary>
    public static void Emit(IReadOnlyList<ReadOnlyMemory<byte>> chunks, long rows, Action<ReadOnlySpan<byte>> emit)
    {
        var keys = new Key[rows];
        var n = 0;
        for (var c = 0; c < chunks.Count; c++)
        {
            var span = chunks[c].Span;
            for (var at = 0; at < span.Length;)
            {
                var size = EntrySize(span, at);
                var payload = span.Slice(at + 4, size);
                keys[n++] = new Key(
                    BinaryPrimitives.ReadInt64LittleEndian(payload), BinaryPrimitives.ReadInt64LittleEndian(payload[8..]), c, at);
                at += 4 + size;
            }
        }

        if (n != rows)
        {
            throw new LaneException($"a spool part holds {n} rows where {rows} were written");
        }

        // Rows with equal ids are equal in all that training reads, so an unstable sort gives the same bytes.
        Array.Sort(keys);
        foreach (ref readonly var key in keys.AsSpan())
        {
            var span = chunks[key.Chunk].Span;
            emit(span.Slice(key.Offset + 4, BinaryPrimitives.ReadInt32LittleEndian(span[key.Offset..])));
        }
    }

    /// <summary>Payload bytes of the entry at <paramref name="at"/>.</summary>
    /// <exception cref="LaneException">The entry is torn.</exception>
    public static int EntrySize(ReadOnlySpan<byte> span, int at)
    {
        var size = span.Length - at >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(span[at..]) : -1;
        return size >= 20 && size <= span.Length - at - 4 ? size : throw new LaneException("a spool part is torn");
    }

    private readonly record struct Key(long Hi, long Lo, int Chunk, int Offset) : IComparable<Key>
    {
        public int CompareTo(Key other) => Hi != other.Hi ? Hi.CompareTo(other.Hi) : Lo.CompareTo(other.Lo);
    }
}

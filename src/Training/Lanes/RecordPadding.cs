using System.Buffers.Binary;

namespace Millrace.Training.Lanes;

/// <summary>Turns an entry, whose sequences have their true length, into the fixed-size record of the layout.</summary>
internal sealed class RecordPadding
{
    private readonly RowLayout _layout;
    private readonly int[] _lengths;

    public RecordPadding(RowLayout layout)
    {
        _layout = layout;
        _lengths = [.. layout.Sequences.Select(s => s.MaxLength)];
    }

    /// <summary>Fills <paramref name="record"/> from <paramref name="entry"/>.</summary>
    public void Fill(ReadOnlySpan<byte> entry, Span<byte> record)
    {
        if (_lengths.Length == 0)
        {
            entry.CopyTo(record);
            return;
        }

        var head = _layout.SequenceOffset(0);
        entry[..head].CopyTo(record);
        var from = entry[head..];
        var to = record[head..];
        foreach (var most in _lengths)
        {
            var bytes = 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(from));
            from[..bytes].CopyTo(to);
            to[bytes..(4 + (4 * most))].Clear();
            from = from[bytes..];
            to = to[(4 + (4 * most))..];
        }
    }
}

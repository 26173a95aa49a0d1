using System.Buffers.Binary;
using System.IO.Hashing;

namespace Millrace.Features.Text;

/// <summary>A fixed set of texts in UTF-8 and their ordinals, found by equality of bytes without making strings. Immutable and thread-safe.</summary>
internal sealed class Utf8Lookup
{
    private readonly byte[][] _entries;
    private readonly int[] _slots;

    /// <summary>Creates the lookup; of equal texts the first counts.</summary>
    public Utf8Lookup(IEnumerable<byte[]> entries)
    {
        _entries = [.. entries];
        var size = 8;
        while (size < _entries.Length * 2)
        {
            size *= 2;
        }

        _slots = new int[size];
        for (var i = 0; i < _entries.Length; i++)
        {
            var slot = Slot(_entries[i]);
            while (_slots[slot] != 0 && !_entries[_slots[slot] - 1].AsSpan().SequenceEqual(_entries[i]))
            {
                slot = (slot + 1) & (size - 1);
            }

            _slots[slot] = _slots[slot] == 0 ? i + 1 : _slots[slot];
        }
    }

    public int Count => _entries.Length;

    /// <summary>The text with an ordinal.</summary>
    public ReadOnlySpan<byte> this[int ordinal] => _entries[ordinal];

    /// <summary>Ordinal of a text; −1 when it is not in the set.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        var slot = Slot(text);
        while (_slots[slot] != 0)
        {
            if (_entries[_slots[slot] - 1].AsSpan().SequenceEqual(text))
            {
                return _slots[slot] - 1;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        return -1;
    }

    private int Slot(ReadOnlySpan<byte> text) => (int)(Hash(text) & (ulong)(_slots.Length - 1));

    /// <summary>Short texts are mixed in two words that overlap; the rest is xxHash.</summary>
    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        ulong first;
        ulong last;
        switch (text.Length)
        {
            case > 16:
                return XxHash3.HashToUInt64(text);
            case >= 8:
                first = BinaryPrimitives.ReadUInt64LittleEndian(text);
                last = BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]);
                break;
            case >= 4:
                first = BinaryPrimitives.ReadUInt32LittleEndian(text);
                last = BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]);
                break;
            case > 0:
                first = text[0] | ((ulong)text[text.Length >> 1] << 8);
                last = text[^1];
                break;
            default:
                return 0;
        }

        var mixed = unchecked((first * 0x9E37_79B9_7F4A_7C15UL) ^ ((last + (ulong)text.Length) * 0xD6E8_FEB8_6659_FD93UL));
        return mixed ^ (mixed >> 32);
    }
}

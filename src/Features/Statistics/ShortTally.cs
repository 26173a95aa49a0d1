using System.Runtime.CompilerServices;

namespace Millrace.Features.Statistics;

/// <summary>
/// Counts equal values of up to eight bytes before they are looked up, so that a column of few values costs one comparison a row. A value that meets
/// another in its slot sends that one on. Not thread-safe.
/// </summary>
internal struct ShortTally
{
    private const int SlotBits = 10;

    private ulong[]? _values;
    private byte[] _lengths;
    private int[] _counts;

    /// <summary>Counts a value once. Gives the value that had to make room, if any: it was counted <paramref name="count"/> times.</summary>
    /// <param name="value">The value; bytes beyond its length are zero. Replaced by the one that had to make room.</param>
    /// <param name="length">Its bytes; replaced likewise.</param>
    /// <param name="count">How often the one that made room was counted; 0 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref ulong value, ref int length, out int count)
    {
        _values ??= Start();
        var slot = (int)((value + (ulong)length) * 0x9E37_79B9_7F4A_7C15UL >> (64 - SlotBits));
        if (_values[slot] == value && _lengths[slot] == length)
        {
            _counts[slot]++;
            count = 0;
            return;
        }

        count = _counts[slot];
        _counts[slot] = 1;
        (value, _values[slot]) = (_values[slot], value);
        (length, _lengths[slot]) = (_lengths[slot], (byte)length);
    }

    /// <summary>The next value that was counted, from a slot on, and sets its count to 0; false when there is none.</summary>
    public readonly bool TryTake(ref int slot, out ulong value, out int length, out int count)
    {
        for (; _values is not null && slot < _values.Length; slot++)
        {
            if (_counts[slot] > 0)
            {
                (value, length, count) = (_values[slot], _lengths[slot], _counts[slot]);
                _counts[slot++] = 0;
                return true;
            }
        }

        (value, length, count) = (0, 0, 0);
        return false;
    }

    private ulong[] Start()
    {
        _lengths = new byte[1 << SlotBits];
        _counts = new int[1 << SlotBits];
        return new ulong[1 << SlotBits];
    }
}

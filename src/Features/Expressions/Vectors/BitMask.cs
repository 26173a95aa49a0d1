using System.Numerics;
using System.Runtime.InteropServices;

namespace Millrace.Features.Expressions.Vectors;

/// <summary>
/// Bit masks over rows: bit r mod 64 of word r / 64 belongs to row r. Bits past the last row are zero in every mask that these methods give.
/// </summary>
internal static class BitMask
{
    /// <summary>Words that hold <paramref name="rows"/> bits.</summary>
    public static int Words(int rows) => (int)(((long)rows + 63) >> 6);

    public static bool Get(ReadOnlySpan<ulong> mask, int row) => (mask[row >> 6] >> row & 1) != 0;

    public static void Set(Span<ulong> mask, int row) => mask[row >> 6] |= 1UL << row;

    public static void Clear(Span<ulong> mask, int row) => mask[row >> 6] &= ~(1UL << row);

    public static int Count(ReadOnlySpan<ulong> mask, int rows)
    {
        var count = 0;
        foreach (var word in mask[..Words(rows)])
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    public static bool Any(ReadOnlySpan<ulong> mask, int rows) => mask[..Words(rows)].ContainsAnyExcept(0UL);

    /// <summary>Sets all bits of the rows and none after them.</summary>
    public static void Fill(Span<ulong> mask, int rows)
    {
        mask[..Words(rows)].Fill(ulong.MaxValue);
        Trim(mask, rows);
    }

    /// <summary>Clears the bits past the last row.</summary>
    public static void Trim(Span<ulong> mask, int rows)
    {
        if ((rows & 63) != 0)
        {
            mask[rows >> 6] &= (1UL << rows) - 1;
        }
    }

    public static void And(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result, int rows)
    {
        for (var w = 0; w < Words(rows); w++)
        {
            result[w] = left[w] & right[w];
        }
    }

    public static void Or(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result, int rows)
    {
        for (var w = 0; w < Words(rows); w++)
        {
            result[w] = left[w] | right[w];
        }
    }

    public static void AndNot(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result, int rows)
    {
        for (var w = 0; w < Words(rows); w++)
        {
            result[w] = left[w] & ~right[w];
        }
    }

    public static void Not(ReadOnlySpan<ulong> mask, Span<ulong> result, int rows)
    {
        for (var w = 0; w < Words(rows); w++)
        {
            result[w] = ~mask[w];
        }

        Trim(result, rows);
    }

    /// <summary>Copies bits <paramref name="offset"/>… of an Arrow bitmap to a mask that begins at bit 0.</summary>
    public static void FromArrow(ReadOnlySpan<byte> bitmap, int offset, Span<ulong> result, int rows)
    {
        var words = Words(rows);
        result[..words].Clear();
        CopyBits(bitmap, offset, MemoryMarshal.AsBytes(result[..words]), 0, rows);
    }

    /// <summary>Copies <paramref name="count"/> bits into a bitmap whose bits from <paramref name="to"/> on are zero.</summary>
    public static void CopyBits(ReadOnlySpan<byte> source, int from, Span<byte> target, int to, int count)
    {
        if (((from | to) & 7) == 0)
        {
            var bytes = count >> 3;
            source.Slice(from >> 3, bytes).CopyTo(target[(to >> 3)..]);
            from += bytes << 3;
            to += bytes << 3;
            count &= 7;
        }

        while (count > 0)
        {
            var room = Math.Min(count, 8 - (to & 7));
            var index = from >> 3;
            int pair = source[index] | ((from & 7) + room > 8 ? source[index + 1] << 8 : 0);
            var bits = pair >> (from & 7) & ((1 << room) - 1);
            target[to >> 3] |= (byte)(bits << (to & 7));
            from += room;
            to += room;
            count -= room;
        }
    }

    /// <summary>The first set bit at or after <paramref name="row"/>; <paramref name="rows"/> when there is none.</summary>
    public static int Next(ReadOnlySpan<ulong> mask, int row, int rows)
    {
        if (row >= rows)
        {
            return rows;
        }

        var words = Words(rows);
        var w = row >> 6;
        var word = mask[w] & (ulong.MaxValue << row);
        while (word == 0)
        {
            if (++w >= words)
            {
                return rows;
            }

            word = mask[w];
        }

        return (w << 6) + BitOperations.TrailingZeroCount(word);
    }

    /// <summary>The first clear bit at or after <paramref name="row"/>; <paramref name="rows"/> when there is none.</summary>
    public static int NextClear(ReadOnlySpan<ulong> mask, int row, int rows)
    {
        if (row >= rows)
        {
            return rows;
        }

        var words = Words(rows);
        var w = row >> 6;
        var word = ~mask[w] & (ulong.MaxValue << row);
        while (word == 0)
        {
            if (++w >= words)
            {
                return rows;
            }

            word = ~mask[w];
        }

        return Math.Min(rows, (w << 6) + BitOperations.TrailingZeroCount(word));
    }
}

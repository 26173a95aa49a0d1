using System.Buffers.Binary;
using System.Numerics;
using Apache.Arrow;

namespace Millrace.Jobs.Engine.Columns;

/// <summary>
/// Builds an Arrow validity bitmap out of DuckDB's, which has the same bits (lowest first, 1 = valid) in 64-bit words. Nothing is stored before the first null.
/// </summary>
internal sealed class ValidityBuilder
{
    private readonly RowBuffer _bits = new();
    private int _rows;

    /// <summary>Nulls so far.</summary>
    public int NullCount { get; private set; }

    /// <summary>Appends rows that are all valid.</summary>
    public void AppendValid(int count)
    {
        if (NullCount > 0)
        {
            Reserve(_rows + count);
            SetRange(_rows, count);
        }

        _rows += count;
    }

    /// <summary>Appends one null.</summary>
    public void AppendNull()
    {
        Materialise(1);
        Bit(_rows) &= (byte)~(1 << (_rows & 7));
        _rows++;
        NullCount++;
    }

    /// <summary>Appends rows of a DuckDB vector; a null mask means that all are valid.</summary>
    public unsafe void Append(ulong* mask, int from, int count)
    {
        var nulls = mask is null ? 0 : count - CountValid(mask, from, count);
        if (nulls == 0)
        {
            AppendValid(count);
            return;
        }

        Materialise(count);
        var row = 0;
        if ((_rows & 7) == 0)
        {
            // Byte by byte, 64 rows at once; what is written beyond the last row is overwritten by what follows.
            for (; row < count; row += 64)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(_bits.Bytes[((_rows + row) >> 3)..], Word(mask, from + row, from + count - 1));
            }
        }

        for (; row < count; row++)
        {
            var at = from + row;
            var valid = (mask[at >> 6] >> (at & 63)) & 1;
            ref var target = ref Bit(_rows + row);
            var bit = (byte)(1 << ((_rows + row) & 7));
            target = (byte)(valid != 0 ? target | bit : target & ~bit);
        }

        _rows += count;
        NullCount += nulls;
    }

    /// <summary>The bitmap; empty where there is no null.</summary>
    public ArrowBuffer Build() => NullCount == 0 ? ArrowBuffer.Empty : new ArrowBuffer(_bits.Memory[..((_rows + 7) >> 3)]);

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        _rows = 0;
        NullCount = 0;
        _bits.Length = 0;
    }

    /// <summary>The 64 bits from <paramref name="at"/>; the mask is not read beyond the word of <paramref name="last"/>.</summary>
    private static unsafe ulong Word(ulong* mask, int at, int last)
    {
        var shift = at & 63;
        var word = mask[at >> 6] >> shift;
        return shift > 0 && at >> 6 < last >> 6 ? word | (mask[(at >> 6) + 1] << (64 - shift)) : word;
    }

    private static unsafe int CountValid(ulong* mask, int from, int count)
    {
        var valid = 0;
        for (var at = from; at < from + count;)
        {
            var bits = Math.Min(64 - (at & 63), from + count - at);
            var word = mask[at >> 6] >> (at & 63);
            valid += BitOperations.PopCount(bits == 64 ? word : word & ((1UL << bits) - 1));
            at += bits;
        }

        return valid;
    }

    private void Materialise(int more)
    {
        Reserve(_rows + more);
        if (NullCount == 0)
        {
            SetRange(0, _rows);
        }
    }

    private void Reserve(int rows)
    {
        // Room for a whole word beyond the last row.
        var bytes = ((rows + 63) >> 6 << 3) + 8;
        _bits.Reserve(bytes);
        _bits.Length = bytes;
    }

    private void SetRange(int from, int count)
    {
        var row = from;
        for (; row < from + count && (row & 7) != 0; row++)
        {
            Bit(row) |= (byte)(1 << (row & 7));
        }

        var whole = (from + count - row) >> 3;
        if (whole > 0)
        {
            _bits.Bytes.Slice(row >> 3, whole).Fill(0xFF);
            row += whole << 3;
        }

        for (; row < from + count; row++)
        {
            Bit(row) |= (byte)(1 << (row & 7));
        }
    }

    private ref byte Bit(int row) => ref _bits.Bytes[row >> 3];
}

using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Native;

namespace Millrace.Jobs.Engine.Columns;

/// <summary>Truth values: a byte each in DuckDB, a bit each in Arrow.</summary>
internal sealed class BooleanColumn() : ColumnBuilder(BooleanType.Default)
{
    // Multiplying eight bytes of 0 or 1 by this gathers them in the top byte, the first one lowest.
    private const ulong Gather = 0x0102040810204080;

    private readonly RowBuffer _bits = new();

    /// <inheritdoc/>
    public override ColumnBuilder Fresh() => new BooleanColumn();

    /// <inheritdoc/>
    public override unsafe void Append(nint vector, int from, int count)
    {
        var bytes = (Rows + count + 7) >> 3;
        _bits.Reserve(bytes);
        _bits.Bytes[_bits.Length..bytes].Clear();
        _bits.Length = bytes;
        var data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector) + from;
        var row = 0;
        if ((Rows & 7) == 0)
        {
            for (; row + 8 <= count; row += 8)
            {
                // A null's byte may hold anything, so only the lowest bit counts.
                var eight = *(ulong*)(data + row) & 0x0101010101010101;
                _bits.Bytes[(Rows + row) >> 3] = (byte)((eight * Gather) >> 56);
            }
        }

        for (; row < count; row++)
        {
            _bits.Bytes[(Rows + row) >> 3] |= (byte)((data[row] & 1) << ((Rows + row) & 7));
        }

        Validity.Append(NativeMethods.Vectors.DuckDBVectorGetValidity(vector), from, count);
        Rows += count;
    }

    /// <inheritdoc/>
    public override ArrayData Build() => new(Type, Rows, Validity.NullCount, 0, [Validity.Build(), new ArrowBuffer(_bits.Memory)]);

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _bits.Length = 0;
    }
}

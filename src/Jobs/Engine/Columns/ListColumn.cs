using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Native;

namespace Millrace.Jobs.Engine.Columns;

/// <summary>Lists of plain values. A DuckDB list is an offset into the child vector and a length, 64 bits each.</summary>
internal sealed class ListColumn(ColumnBuilder element) : ColumnBuilder(new ListType(new Field("element", element.Type, nullable: true)))
{
    private readonly RowBuffer _offsets = new();

    /// <inheritdoc/>
    public override ColumnBuilder Fresh() => new ListColumn(element.Fresh());

    /// <inheritdoc/>
    public override unsafe long VariableBytes(nint vector, int from, int count)
    {
        var entries = (ulong*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        var mask = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        var child = NativeMethods.Vectors.DuckDBListVectorGetChild(vector);
        long bytes = 0;
        for (var row = from; row < from + count; row++)
        {
            if (IsValid(mask, row))
            {
                var length = checked((int)entries[(row * 2) + 1]);
                bytes += (length * sizeof(long)) + element.VariableBytes(child, checked((int)entries[row * 2]), length);
            }
        }

        return bytes;
    }

    /// <inheritdoc/>
    public override unsafe void Append(nint vector, int from, int count)
    {
        _offsets.Length = Rows == 0 ? 0 : (Rows + 1) * sizeof(int);
        _offsets.Reserve((Rows + count + 1) * sizeof(int));
        var entries = (ulong*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        var mask = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        var child = NativeMethods.Vectors.DuckDBListVectorGetChild(vector);
        var offsets = (int*)_offsets.At(0) + Rows;
        for (var i = 0; i < count; i++)
        {
            offsets[i] = element.Rows;
            if (IsValid(mask, from + i) && entries[((from + i) * 2) + 1] > 0)
            {
                element.Append(child, checked((int)entries[(from + i) * 2]), checked((int)entries[((from + i) * 2) + 1]));
            }
        }

        offsets[count] = element.Rows;
        Validity.Append(mask, from, count);
        Rows += count;
    }

    /// <inheritdoc/>
    public override ArrayData Build()
    {
        if (Rows == 0)
        {
            _offsets.Bytes[..sizeof(int)].Clear();
        }

        _offsets.Length = (Rows + 1) * sizeof(int);
        return new ArrayData(Type, Rows, Validity.NullCount, 0, [Validity.Build(), new ArrowBuffer(_offsets.Memory)], [element.Build()]);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _offsets.Length = 0;
        element.Clear();
    }

    private static unsafe bool IsValid(ulong* mask, int row) => mask is null || ((mask[row >> 6] >> (row & 63)) & 1) != 0;
}

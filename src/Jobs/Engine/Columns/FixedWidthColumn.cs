using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Native;

namespace Millrace.Jobs.Engine.Columns;

/// <summary>Values whose bytes are the same in DuckDB and Arrow: integers, floats, dates, times, timestamps.</summary>
internal sealed class FixedWidthColumn(IArrowType type, int width) : ColumnBuilder(type)
{
    private readonly RowBuffer _values = new();

    /// <inheritdoc/>
    public override ColumnBuilder Fresh() => new FixedWidthColumn(Type, width);

    /// <inheritdoc/>
    public override unsafe void Append(nint vector, int from, int count)
    {
        var bytes = checked((Rows + count) * width);
        _values.Reserve(bytes);
        var data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector) + ((long)from * width);
        new ReadOnlySpan<byte>(data, count * width).CopyTo(_values.Bytes[(Rows * width)..]);
        _values.Length = bytes;
        Validity.Append(NativeMethods.Vectors.DuckDBVectorGetValidity(vector), from, count);
        Rows += count;
    }

    /// <summary>Appends one value of eight bytes, or a null.</summary>
    public void Append(long? value)
    {
        var bytes = checked((Rows + 1) * width);
        _values.Reserve(bytes);
        BitConverter.TryWriteBytes(_values.Bytes[(Rows * width)..], value ?? 0);
        _values.Length = bytes;
        if (value is null)
        {
            Validity.AppendNull();
        }
        else
        {
            Validity.AppendValid(1);
        }

        Rows++;
    }

    /// <inheritdoc/>
    public override ArrayData Build() => new(Type, Rows, Validity.NullCount, 0, [Validity.Build(), new ArrowBuffer(_values.Memory)]);

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _values.Length = 0;
    }
}

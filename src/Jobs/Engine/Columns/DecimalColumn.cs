using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Native;

namespace Millrace.Jobs.Engine.Columns;

/// <summary>Decimals: DuckDB keeps 2, 4, 8 or 16 bytes by precision, Arrow 16.</summary>
internal sealed class DecimalColumn(int precision, int scale, DuckDBType stored) : ColumnBuilder(new Decimal128Type(precision, scale))
{
    private const int Width = 16;

    private readonly RowBuffer _values = new();

    /// <inheritdoc/>
    public override ColumnBuilder Fresh() => new DecimalColumn(precision, scale, stored);

    /// <inheritdoc/>
    public override unsafe void Append(nint vector, int from, int count)
    {
        var bytes = checked((Rows + count) * Width);
        _values.Reserve(bytes);
        var data = NativeMethods.Vectors.DuckDBVectorGetData(vector);
        var target = (Int128*)_values.At(Rows * Width);
        for (var i = 0; i < count; i++)
        {
            target[i] = stored switch
            {
                DuckDBType.SmallInt => ((short*)data)[from + i],
                DuckDBType.Integer => ((int*)data)[from + i],
                DuckDBType.BigInt => ((long*)data)[from + i],
                _ => ((Int128*)data)[from + i],
            };
        }

        _values.Length = bytes;
        Validity.Append(NativeMethods.Vectors.DuckDBVectorGetValidity(vector), from, count);
        Rows += count;
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

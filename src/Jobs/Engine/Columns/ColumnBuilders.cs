using Apache.Arrow.Types;
using DuckDB.NET.Native;

namespace Millrace.Jobs.Engine.Columns;

/// <summary>Chooses the Arrow type that a DuckDB type is delivered as (docs/inputs.md has the table).</summary>
internal static class ColumnBuilders
{
    /// <summary>A builder for a column, or null where it has to be cast to text first.</summary>
    /// <param name="type">DuckDB's type; borrowed.</param>
    /// <param name="declared">The type that the file declares.</param>
    public static ColumnBuilder? For(DuckDBLogicalType type, string declared)
    {
        var id = NativeMethods.LogicalType.DuckDBGetTypeId(type);
        switch (id)
        {
            case DuckDBType.Boolean:
                return new BooleanColumn();
            case DuckDBType.Varchar:
                return new TextColumn(StringType.Default);
            case DuckDBType.Blob:
                return new TextColumn(BinaryType.Default);
            case DuckDBType.Decimal:
                return new DecimalColumn(
                    NativeMethods.LogicalType.DuckDBDecimalWidth(type),
                    NativeMethods.LogicalType.DuckDBDecimalScale(type),
                    NativeMethods.LogicalType.DuckDBDecimalInternalType(type));
            case DuckDBType.List:
                using (var child = NativeMethods.LogicalType.DuckDBListTypeChildType(type))
                {
                    return For(child, "") is { } element and not ListColumn ? new ListColumn(element) : null;
                }

            default:
                return Fixed(id, declared) is { } match ? new FixedWidthColumn(match.Type, match.Width) : null;
        }
    }

    private static (IArrowType Type, int Width)? Fixed(DuckDBType id, string declared) => id switch
    {
        DuckDBType.TinyInt => (Int8Type.Default, 1),
        DuckDBType.SmallInt => (Int16Type.Default, 2),
        DuckDBType.Integer => (Int32Type.Default, 4),
        DuckDBType.BigInt => (Int64Type.Default, 8),
        DuckDBType.UnsignedTinyInt => (UInt8Type.Default, 1),
        DuckDBType.UnsignedSmallInt => (UInt16Type.Default, 2),
        DuckDBType.UnsignedInteger => (UInt32Type.Default, 4),
        DuckDBType.UnsignedBigInt => (UInt64Type.Default, 8),
        DuckDBType.Float => (FloatType.Default, 4),
        DuckDBType.Double => (DoubleType.Default, 8),
        DuckDBType.Date => (Date32Type.Default, 4),
        DuckDBType.Time => (Time64Type.Microsecond, 8),
        DuckDBType.TimestampTz => (new TimestampType(TimeUnit.Microsecond, "UTC"), 8),
        DuckDBType.TimestampNs => (new TimestampType(TimeUnit.Nanosecond, (string?)null), 8),

        // INT96 has no zone of its own; its writers (Hive, Impala, Spark) mean points in time.
        DuckDBType.Timestamp => (new TimestampType(TimeUnit.Microsecond, declared == "int96" ? "UTC" : null), 8),
        _ => null,
    };
}

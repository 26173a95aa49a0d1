using System.Data.SqlTypes;
using Apache.Arrow;
using Millrace.Spark.Sql.Types;
using VariantType = Millrace.Spark.Sql.Types.VariantType;

namespace Millrace.Spark.Sql.Arrow;

/// <summary>Reads Arrow columns as the C# values that <see cref="DataType"/>'s subclasses name. Pure; borrows the batch.</summary>
internal static class ArrowReader
{
    /// <summary>The rows of a batch.</summary>
    public static IEnumerable<Row> ReadRows(RecordBatch batch, StructType schema)
    {
        var columns = new Func<int, object?>[schema.Fields.Count];
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c] = Column(batch.Column(c), schema.Fields[c].DataType);
        }

        for (int row = 0; row < batch.Length; row++)
        {
            var values = new object?[columns.Length];
            for (int c = 0; c < columns.Length; c++)
            {
                values[c] = columns[c](row);
            }

            yield return new Row(values, schema);
        }
    }

    /// <summary>A reader of one column by row.</summary>
    /// <exception cref="SparkException">The array does not hold the type.</exception>
    public static Func<int, object?> Column(IArrowArray array, DataType type) => (array, type) switch
    {
        (NullArray, _) => static _ => null,
        (BooleanArray a, BooleanType) => i => a.GetValue(i),
        (Int8Array a, ByteType) => i => a.GetValue(i),
        (Int16Array a, ShortType) => i => a.GetValue(i),
        (Int32Array a, IntegerType) => i => a.GetValue(i),
        (Int64Array a, LongType) => i => a.GetValue(i),
        (FloatArray a, FloatType) => i => a.GetValue(i),
        (DoubleArray a, DoubleType) => i => a.GetValue(i),
        (Decimal128Array a, DecimalType d) => d.Precision <= DecimalType.MaxClrPrecision
            ? i => a.GetValue(i)
            : i => a.GetSqlDecimal(i) is { IsNull: false } v ? (SqlDecimal?)v : null,
        (StringArray a, StringType or CharType or VarcharType) => i => a.GetString(i),
        (LargeStringArray a, StringType or CharType or VarcharType) => i => a.GetString(i),
        (BinaryArray a, BinaryType) => i => a.IsNull(i) ? null : a.GetBytes(i).ToArray(),
        (LargeBinaryArray a, BinaryType) => i => a.IsNull(i) ? null : a.GetBytes(i).ToArray(),
        (Date32Array a, DateType) => i => a.GetValue(i) is { } v ? Date.FromEpochDay(v) : null,
        (TimestampArray a, TimestampType) => i => a.GetValue(i) is { } v ? Timestamp.FromEpochMicroseconds(v) : null,
        (TimestampArray a, TimestampNTZType) => i => a.GetValue(i) is { } v ? TimestampNtz.FromEpochMicroseconds(v) : null,
        (Time64Array a, TimeType) => i => a.GetValue(i) is { } v ? new TimeOnly(v / TimeSpan.NanosecondsPerTick) : null,
        (YearMonthIntervalArray a, YearMonthIntervalType) => i => a.GetValue(i)?.Months,
        (DurationArray a, DayTimeIntervalType) => i => a.GetValue(i) is { } v
            ? TimeSpan.FromTicks(checked(v * TimeSpan.TicksPerMicrosecond)) : null,
        (MonthDayNanosecondIntervalArray a, CalendarIntervalType) => i => a.GetValue(i) is { } v
            ? new CalendarInterval(v.Months, v.Days, v.Nanoseconds / 1000) : null,
        (StructArray a, VariantType) => VariantColumn(a),
        (MapArray a, MapType m) => MapColumn(a, m),
        (ListArray a, ArrayType t) => ListColumn(a, t),
        (StructArray a, StructType s) => StructColumn(a, s),
        _ => throw new SparkException($"The server sent {array.Data.DataType.TypeId} for a column of type {type.SimpleString}."),
    };

    private static Func<int, object?> ListColumn(ListArray array, ArrayType type)
    {
        Func<int, object?> element = Column(array.Values, type.ElementType);
        return i => array.IsNull(i) ? null : Slice(element, array.ValueOffsets[i], array.ValueOffsets[i + 1]);
    }

    private static Func<int, object?> MapColumn(MapArray array, MapType type)
    {
        Func<int, object?> key = Column(array.Keys, type.KeyType);
        Func<int, object?> value = Column(array.Values, type.ValueType);
        return i =>
        {
            if (array.IsNull(i))
            {
                return null;
            }

            var map = new Dictionary<object, object?>();
            for (int entry = array.ValueOffsets[i]; entry < array.ValueOffsets[i + 1]; entry++)
            {
                map[key(entry)!] = value(entry);
            }

            return map;
        };
    }

    private static Func<int, object?> StructColumn(StructArray array, StructType type)
    {
        Func<int, object?>[] fields = [.. type.Fields.Select((f, c) => Column(array.Fields[c], f.DataType))];
        return i =>
        {
            if (array.IsNull(i))
            {
                return null;
            }

            var values = new object?[fields.Length];
            for (int c = 0; c < fields.Length; c++)
            {
                values[c] = fields[c](i);
            }

            return new Row(values, type);
        };
    }

    private static Func<int, object?> VariantColumn(StructArray array)
    {
        var names = (Apache.Arrow.Types.StructType)array.Data.DataType;
        Func<int, object?> value = Column(array.Fields[names.GetFieldIndex("value")], new BinaryType());
        Func<int, object?> metadata = Column(array.Fields[names.GetFieldIndex("metadata")], new BinaryType());
        return i => array.IsNull(i) ? null : new Variant((byte[])value(i)!, (byte[])metadata(i)!);
    }

    private static object?[] Slice(Func<int, object?> element, int from, int to)
    {
        var items = new object?[to - from];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = element(from + i);
        }

        return items;
    }
}

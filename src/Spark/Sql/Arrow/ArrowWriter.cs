using System.Collections;
using System.Data.SqlTypes;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Spark.Sql.Types;
using DateType = Millrace.Spark.Sql.Types.DateType;
using IntegerType = Millrace.Spark.Sql.Types.IntegerType;
using SparkTypes = Millrace.Spark.Sql.Types;
using VariantType = Millrace.Spark.Sql.Types.VariantType;

namespace Millrace.Spark.Sql.Arrow;

/// <summary>Builds Arrow columns from C# values, the reverse of <see cref="ArrowReader"/>. Pure.</summary>
internal static class ArrowWriter
{
    /// <summary>A batch of rows; each row has one value a field.</summary>
    /// <exception cref="ArgumentException">A value does not fit its field's type, or a field that may not be null is.</exception>
    public static RecordBatch Write(IReadOnlyList<object?[]> rows, SparkTypes.StructType schema)
    {
        var columns = new IArrowArray[schema.Fields.Count];
        for (int c = 0; c < columns.Length; c++)
        {
            var values = new object?[rows.Count];
            for (int r = 0; r < values.Length; r++)
            {
                values[r] = rows[r].Length == columns.Length ? rows[r][c]
                    : throw new ArgumentException($"Row {r} has {rows[r].Length} values, the schema {columns.Length} fields.");
            }

            columns[c] = ArrowArrayFactory.BuildArray(Column(values, schema.Fields[c].DataType, schema.Fields[c].Name, schema.Fields[c].IsNullable));
        }

        return new RecordBatch(ArrowTypes.SchemaOf(schema), columns, rows.Count);
    }

    /// <summary>One column of values that may be null.</summary>
    /// <exception cref="ArgumentException">A value does not fit the type.</exception>
    public static IArrowArray WriteColumn(object?[] values, DataType type, string name) => ArrowArrayFactory.BuildArray(Column(values, type, name, nullable: true));

    private static ArrayData Column(object?[] values, DataType type, string name, bool nullable)
    {
        int nulls = values.Count(static v => v is null);
        if (nulls > 0 && !nullable)
        {
            throw new ArgumentException($"The field {name} holds a null, which its schema excludes.");
        }

        IArrowType arrow = ArrowTypes.TypeOf(type);
        try
        {
            return type switch
            {
                SparkTypes.NullType => new ArrayData(arrow, values.Length, values.Length, 0, []),
                SparkTypes.BooleanType => new ArrayData(arrow, values.Length, nulls, 0, [Validity(values, nulls), Bits(values, static v => v is true)]),
                ByteType => Fixed(values, nulls, arrow, static v => Convert.ToSByte(v, CultureInfo.InvariantCulture)),
                ShortType => Fixed(values, nulls, arrow, static v => Convert.ToInt16(v, CultureInfo.InvariantCulture)),
                IntegerType => Fixed(values, nulls, arrow, static v => Convert.ToInt32(v, CultureInfo.InvariantCulture)),
                LongType => Fixed(values, nulls, arrow, static v => Convert.ToInt64(v, CultureInfo.InvariantCulture)),
                SparkTypes.FloatType => Fixed(values, nulls, arrow, static v => Convert.ToSingle(v, CultureInfo.InvariantCulture)),
                SparkTypes.DoubleType => Fixed(values, nulls, arrow, static v => Convert.ToDouble(v, CultureInfo.InvariantCulture)),
                SparkTypes.DecimalType d => Decimals(values, d),
                SparkTypes.StringType or CharType or VarcharType => Variable(values, nulls, arrow, static v => Encoding.UTF8.GetBytes(v as string ?? ((char)v).ToString())),
                SparkTypes.BinaryType => Variable(values, nulls, arrow, static v => (byte[])v),
                DateType => Fixed(values, nulls, arrow, static v => v is DateOnly d ? d.DayNumber - CivilDays.UnixEpochDayNumber : ((Date)v).EpochDay),
                SparkTypes.TimestampType => Fixed(values, nulls, arrow, EpochMicroseconds),
                TimestampNTZType => Fixed(values, nulls, arrow, EpochMicroseconds),
                SparkTypes.TimeType => Fixed(values, nulls, arrow, static v => ((TimeOnly)v).Ticks * TimeSpan.NanosecondsPerTick),
                YearMonthIntervalType => Fixed(values, nulls, arrow, static v => (int)v),
                DayTimeIntervalType => Fixed(values, nulls, arrow, static v => ((TimeSpan)v).Ticks / TimeSpan.TicksPerMicrosecond),
                CalendarIntervalType => Fixed(values, nulls, arrow, static v => (CalendarInterval)v is var c
                    ? new Apache.Arrow.Scalars.MonthDayNanosecondInterval(c.Months, c.Days, checked(c.Microseconds * 1000)) : default),
                VariantType => Variants(values, nulls, arrow),
                ArrayType a => Lists(values, nulls, arrow, a, name),
                SparkTypes.MapType m => Maps(values, nulls, arrow, m, name),
                SparkTypes.StructType s => Structs(values, nulls, arrow, s, name),
                _ => throw new NotSupportedException($"{type.SimpleString} cannot be sent."),
            };
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or FormatException)
        {
            throw new ArgumentException($"A value of the field {name} is no {type.SimpleString}.", e);
        }
    }

    private static long EpochMicroseconds(object value) => value switch
    {
        Timestamp t => t.EpochMicroseconds,
        TimestampNtz t => t.EpochMicroseconds,
        DateTimeOffset t => new Timestamp(t.UtcDateTime).EpochMicroseconds,
        DateTime t => new Timestamp(t).EpochMicroseconds,
        _ => throw new InvalidCastException(),
    };

    private static ArrowBuffer Validity(object?[] values, int nulls) => nulls == 0 ? ArrowBuffer.Empty : Bits(values, static v => v is not null);

    private static ArrowBuffer Bits(object?[] values, Func<object?, bool> bit)
    {
        var bytes = new byte[(values.Length + 7) / 8];
        for (int i = 0; i < values.Length; i++)
        {
            if (bit(values[i]))
            {
                bytes[i >> 3] |= (byte)(1 << (i & 7));
            }
        }

        return new ArrowBuffer(bytes);
    }

    private static ArrayData Fixed<T>(object?[] values, int nulls, IArrowType type, Func<object, T> read)
        where T : unmanaged
    {
        var items = new T[values.Length];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = values[i] is { } v ? read(v) : default;
        }

        return new ArrayData(type, items.Length, nulls, 0, [Validity(values, nulls), new ArrowBuffer(MemoryMarshal.AsBytes(items.AsSpan()).ToArray())]);
    }

    private static ArrayData Variable(object?[] values, int nulls, IArrowType type, Func<object, byte[]> read)
    {
        var offsets = new int[values.Length + 1];
        using var data = new MemoryStream();
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is { } v)
            {
                data.Write(read(v));
            }

            offsets[i + 1] = checked((int)data.Length);
        }

        return new ArrayData(type, values.Length, nulls, 0, [Validity(values, nulls), Offsets(offsets), new ArrowBuffer(data.ToArray())]);
    }

    private static ArrayData Decimals(object?[] values, SparkTypes.DecimalType type)
    {
        var builder = new Decimal128Array.Builder(new Decimal128Type(type.Precision, type.Scale));
        foreach (object? value in values)
        {
            switch (value)
            {
                case null:
                    builder.AppendNull();
                    break;
                case SqlDecimal d:
                    builder.Append(SqlDecimal.ConvertToPrecScale(d, type.Precision, type.Scale));
                    break;
                default:
                    builder.Append(SqlDecimal.ConvertToPrecScale(new SqlDecimal(Convert.ToDecimal(value, CultureInfo.InvariantCulture)), type.Precision, type.Scale));
                    break;
            }
        }

        return builder.Build().Data;
    }

    private static ArrayData Lists(object?[] values, int nulls, IArrowType arrow, ArrayType type, string name)
    {
        var items = new List<object?>();
        var offsets = new int[values.Length + 1];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is { } v)
            {
                items.AddRange(((IEnumerable)v).Cast<object?>());
            }

            offsets[i + 1] = items.Count;
        }

        return new ArrayData(
            arrow, values.Length, nulls, 0, [Validity(values, nulls), Offsets(offsets)],
            [Column([.. items], type.ElementType, name + ".element", type.ContainsNull)]);
    }

    private static ArrayData Maps(object?[] values, int nulls, IArrowType arrow, SparkTypes.MapType type, string name)
    {
        var keys = new List<object?>();
        var items = new List<object?>();
        var offsets = new int[values.Length + 1];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is IDictionary map)
            {
                keys.AddRange(map.Keys.Cast<object?>());
                items.AddRange(map.Values.Cast<object?>());
            }
            else if (values[i] is not null)
            {
                throw new InvalidCastException();
            }

            offsets[i + 1] = keys.Count;
        }

        var entries = new ArrayData(
            ((Apache.Arrow.Types.MapType)arrow).KeyValueType, keys.Count, 0, 0, [ArrowBuffer.Empty],
            [Column([.. keys], type.KeyType, name + ".key", false), Column([.. items], type.ValueType, name + ".value", type.ValueContainsNull)]);
        return new ArrayData(arrow, values.Length, nulls, 0, [Validity(values, nulls), Offsets(offsets)], [entries]);
    }

    private static ArrayData Structs(object?[] values, int nulls, IArrowType arrow, SparkTypes.StructType type, string name)
    {
        var children = new ArrayData[type.Fields.Count];
        for (int c = 0; c < children.Length; c++)
        {
            int field = c;
            object?[] column = [.. values.Select(v => v switch
            {
                null => null,
                Row row => row.Values[field],
                GenericRow row => row.Values[field],
                _ => throw new InvalidCastException(),
            })];
            // Under a null struct the child is null whatever its own field says.
            children[c] = Column(column, type.Fields[c].DataType, $"{name}.{type.Fields[c].Name}", type.Fields[c].IsNullable || nulls > 0);
        }

        return new ArrayData(arrow, values.Length, nulls, 0, [Validity(values, nulls)], children);
    }

    private static ArrayData Variants(object?[] values, int nulls, IArrowType arrow)
    {
        ArrayData Part(Func<Variant, ReadOnlyMemory<byte>> part) => Variable(
            [.. values.Select(v => v is null ? (object)System.Array.Empty<byte>() : part((Variant)v).ToArray())], 0, Apache.Arrow.Types.BinaryType.Default, static v => (byte[])v);
        return new ArrayData(arrow, values.Length, nulls, 0, [Validity(values, nulls)], [Part(static v => v.Value), Part(static v => v.Metadata)]);
    }

    private static ArrowBuffer Offsets(int[] offsets) => new(MemoryMarshal.AsBytes(offsets.AsSpan()).ToArray());
}

using System.Data.SqlTypes;
using System.Globalization;
using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Random schemas of every type, nested to a depth, and rows for them: ordinary values, extremes, empty ones, nulls, columns of nulls only.</summary>
internal sealed class RandomRows(int seed)
{
    private const int Deepest = 3;
    private readonly Random _random = new(seed);

    /// <summary>A schema of one to six columns.</summary>
    public StructType Schema() => new(Enumerable.Range(0, _random.Next(1, 7)).Select(index =>
        new StructField("c" + index.ToString(CultureInfo.InvariantCulture), Type(0))));

    /// <summary>Rows; now and then a whole column is null.</summary>
    public List<GenericRow> Rows(StructType schema, int count)
    {
        bool[] empty = [.. schema.Fields.Select(_ => _random.Next(8) == 0)];
        return [.. Enumerable.Range(0, count).Select(_ => new GenericRow([.. schema.Fields.Select((field, column) => empty[column] ? null : Value(field.DataType))]))];
    }

    private DataType Type(int depth) => _random.Next(depth < Deepest ? 23 : 20) switch
    {
        0 => new BooleanType(),
        1 => new ByteType(),
        2 => new ShortType(),
        3 => new IntegerType(),
        4 => new LongType(),
        5 => new FloatType(),
        6 => new DoubleType(),
        7 => new DecimalType(10, 2),
        8 => new DecimalType(38, 10),
        9 => new StringType(),
        10 => new BinaryType(),
        11 => new DateType(),
        12 => new TimestampType(),
        13 => new TimestampNTZType(),
        14 => new DayTimeIntervalType(),
        15 => new YearMonthIntervalType(),
        16 => new CalendarIntervalType(),
        17 => new TimeType(),
        18 => new VariantType(),
        19 => new NullType(),
        20 => new ArrayType(Type(depth + 1), true),
        21 => new MapType(_random.Next(2) == 0 ? new StringType() : new LongType(), Type(depth + 1), true),
        _ => new StructType(Enumerable.Range(0, _random.Next(1, 4)).Select(index => new StructField("f" + index.ToString(CultureInfo.InvariantCulture), Type(depth + 1)))),
    };

    private object? Value(DataType type) => type is NullType || _random.Next(6) == 0 ? null : type switch
    {
        BooleanType => _random.Next(2) == 0,
        ByteType => (sbyte)_random.Next(sbyte.MinValue, sbyte.MaxValue + 1),
        ShortType => (short)_random.Next(short.MinValue, short.MaxValue + 1),
        IntegerType => Pick(int.MinValue, int.MaxValue, 0, _random.Next()),
        LongType => Pick(long.MinValue, long.MaxValue, 0, _random.NextInt64()),
        FloatType => Pick(float.MaxValue, float.NegativeInfinity, -0f, _random.NextSingle()),
        DoubleType => Pick(double.Epsilon, double.PositiveInfinity, double.NaN, _random.NextDouble()),
        DecimalType { Precision: 10 } => Pick(99_999_999.99m, -99_999_999.99m, 0.01m, new decimal(_random.Next(), 0, 0, false, 2) % 10_000_000m),
        DecimalType => Pick(SqlDecimal.Parse("9999999999999999999999999999.9999999999"), SqlDecimal.Parse("-0.0000000001"), SqlDecimal.Parse("0.0000000000"),
            SqlDecimal.ConvertToPrecScale(new SqlDecimal(_random.Next()), 38, 10)),
        StringType => Pick("", "a\0b", "Ünïcödé 🦀", new string((char)_random.Next('a', 'z'), _random.Next(300))),
        BinaryType => Bytes(),
        DateType => Date.FromEpochDay(_random.Next(-719_162, 2_932_896)),
        TimestampType => Timestamp.FromEpochMicroseconds(_random.NextInt64(-62_135_596_800_000_000, 253_402_300_799_999_999)),
        TimestampNTZType => TimestampNtz.FromEpochMicroseconds(_random.NextInt64(-62_135_596_800_000_000, 253_402_300_799_999_999)),
        DayTimeIntervalType => TimeSpan.FromTicks(_random.NextInt64(-1_000_000_000_000, 1_000_000_000_000) * TimeSpan.TicksPerMicrosecond),
        YearMonthIntervalType => _random.Next(-10_000, 10_000),
        CalendarIntervalType => new CalendarInterval(_random.Next(-10_000, 10_000), _random.Next(-10_000, 10_000), _random.NextInt64(-1_000_000_000_000, 1_000_000_000_000)),
        TimeType => new TimeOnly(_random.NextInt64(0, TimeSpan.TicksPerDay) / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond),
        VariantType => AnyVariant(),
        ArrayType array => Enumerable.Range(0, _random.Next(4)).Select(_ => Value(array.ElementType)).ToArray(),
        MapType map => Map(map),
        StructType row => new Row([.. row.Fields.Select(field => Value(field.DataType))], row),
        _ => throw new NotSupportedException(type.SimpleString),
    };

    // Parquet's variant encoding: metadata of version 1 with no name in it; then null, true, an int8, or a text of up to 63 bytes.
    private Variant AnyVariant()
    {
        byte[] metadata = [1, 0, 0];
        switch (_random.Next(4))
        {
            case 0:
                return new Variant(new byte[] { 0 }, metadata);
            case 1:
                return new Variant(new byte[] { 1 << 2 }, metadata);
            case 2:
                return new Variant(new byte[] { 3 << 2, (byte)_random.Next(256) }, metadata);
            default:
                int length = _random.Next(64);
                return new Variant(new byte[] { (byte)((length << 2) | 1) }.Concat(Enumerable.Repeat((byte)'v', length)).ToArray(), metadata);
        }
    }

    private byte[] Bytes()
    {
        var bytes = new byte[_random.Next(20)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private Dictionary<object, object?> Map(MapType type) => Enumerable.Range(0, _random.Next(4)).ToDictionary(
        object (index) => type.KeyType is LongType ? (long)index : "k" + index.ToString(CultureInfo.InvariantCulture), _ => Value(type.ValueType));

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}

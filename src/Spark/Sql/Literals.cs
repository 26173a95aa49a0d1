using System.Collections;
using System.Data.SqlTypes;
using Google.Protobuf;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <summary>C# values to and from literals of a plan.</summary>
internal static class Literals
{
    public static Protos.Expression Expression(object? value) => value is Column column ? column.Expression : new() { Literal = Of(value) };

    /// <exception cref="NotSupportedException">No Spark type holds the value.</exception>
    public static Protos.Expression.Types.Literal Of(object? value) => value switch
    {
        null => new() { Null = ProtoTypes.Write(new NullType()) },
        bool v => new() { Boolean = v },
        sbyte v => new() { Byte = v },
        byte v => new() { Short = v },
        short v => new() { Short = v },
        ushort v => new() { Integer = v },
        int v => new() { Integer = v },
        uint v => new() { Long = v },
        long v => new() { Long = v },
        float v => new() { Float = v },
        double v => new() { Double = v },
        decimal v => Decimal(new SqlDecimal(v)),
        SqlDecimal v => Decimal(v),
        string v => new() { String = v },
        char v => new() { String = v.ToString() },
        byte[] v => new() { Binary = ByteString.CopyFrom(v) },
        Date v => new() { Date = v.EpochDay },
        DateOnly v => new() { Date = v.DayNumber - CivilDays.UnixEpochDayNumber },
        Timestamp v => new() { Timestamp = v.EpochMicroseconds },
        DateTimeOffset v => new() { Timestamp = new Timestamp(v.UtcDateTime).EpochMicroseconds },
        DateTime { Kind: DateTimeKind.Unspecified } v => new() { TimestampNtz = new TimestampNtz(v).EpochMicroseconds },
        DateTime v => new() { Timestamp = new Timestamp(v).EpochMicroseconds },
        TimestampNtz v => new() { TimestampNtz = v.EpochMicroseconds },
        TimeSpan v => new() { DayTimeInterval = v.Ticks / TimeSpan.TicksPerMicrosecond },
        TimeOnly v => new() { Time = new() { Nano = v.Ticks * TimeSpan.NanosecondsPerTick, Precision = 6 } },
        CalendarInterval v => new() { CalendarInterval = new() { Months = v.Months, Days = v.Days, Microseconds = v.Microseconds } },
        Row v => Struct(v),
        IDictionary v => Map(v),
        IEnumerable v => Array(v),
        _ => throw new NotSupportedException($"{value.GetType()} cannot be a literal."),
    };

    /// <summary>The C# value of a literal, with the types that results have.</summary>
    public static object? Read(Protos.Expression.Types.Literal literal) => literal.LiteralTypeCase switch
    {
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Null => null,
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Binary => literal.Binary.ToByteArray(),
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Boolean => literal.Boolean,
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Byte => (sbyte)literal.Byte,
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Short => (short)literal.Short,
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Integer => literal.Integer,
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Long => literal.Long,
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Float => literal.Float,
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Double => literal.Double,
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Decimal => SqlDecimal.Parse(literal.Decimal.Value) is var d
            && Math.Max(literal.Decimal.Precision, d.Precision) <= DecimalType.MaxClrPrecision ? d.Value : SqlDecimal.Parse(literal.Decimal.Value),
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.String => literal.String,
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Date => Date.FromEpochDay(literal.Date),
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Timestamp => Timestamp.FromEpochMicroseconds(literal.Timestamp),
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.TimestampNtz => TimestampNtz.FromEpochMicroseconds(literal.TimestampNtz),
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.DayTimeInterval => TimeSpan.FromMicroseconds(literal.DayTimeInterval),
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.YearMonthInterval => literal.YearMonthInterval,
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Array => literal.Array.Elements.Select(Read).ToArray(),
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.SpecializedArray => ReadSpecialised(literal.SpecializedArray),
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Map => literal.Map.Keys.Zip(literal.Map.Values)
            .ToDictionary(static p => Read(p.First)!, static p => Read(p.Second)),
        Protos.Expression.Types.Literal.LiteralTypeOneofCase.Struct => new Row(
            [.. literal.Struct.Elements.Select(Read)],
            StructOf(literal) ?? new StructType(literal.Struct.Elements.Select(static (_, i) => new StructField($"_{i + 1}", new NullType())))),
        _ => throw new NotSupportedException($"A literal of kind {literal.LiteralTypeCase} has no counterpart here."),
    };

    private static StructType? StructOf(Protos.Expression.Types.Literal literal) =>
        (literal.DataType ?? literal.Struct.StructType) is { KindCase: Protos.DataType.KindOneofCase.Struct } type ? ProtoTypes.ReadStruct(type) : null;

    private static object?[] ReadSpecialised(Protos.Expression.Types.Literal.Types.SpecializedArray array) => array.ValueTypeCase switch
    {
        Protos.Expression.Types.Literal.Types.SpecializedArray.ValueTypeOneofCase.Bools => [.. array.Bools.Values.Cast<object>()],
        Protos.Expression.Types.Literal.Types.SpecializedArray.ValueTypeOneofCase.Ints => [.. array.Ints.Values.Cast<object>()],
        Protos.Expression.Types.Literal.Types.SpecializedArray.ValueTypeOneofCase.Longs => [.. array.Longs.Values.Cast<object>()],
        Protos.Expression.Types.Literal.Types.SpecializedArray.ValueTypeOneofCase.Floats => [.. array.Floats.Values.Cast<object>()],
        Protos.Expression.Types.Literal.Types.SpecializedArray.ValueTypeOneofCase.Doubles => [.. array.Doubles.Values.Cast<object>()],
        Protos.Expression.Types.Literal.Types.SpecializedArray.ValueTypeOneofCase.Strings => [.. array.Strings.Values],
        _ => [],
    };

    private static Protos.Expression.Types.Literal Decimal(SqlDecimal value) => new()
    {
        Decimal = new()
        {
            Value = value.ToString(),
            Precision = Math.Max(value.Precision, value.Scale),
            Scale = value.Scale,
        },
    };

    private static Protos.Expression.Types.Literal Array(IEnumerable values)
    {
        object?[] items = [.. values.Cast<object?>()];
        var array = new Protos.Expression.Types.Literal.Types.Array
        {
            ElementType = ProtoTypes.Write(((ArrayType)ClrTypes.TypeOf(items)).ElementType),
        };
        array.Elements.AddRange(items.Select(Of));
        return new() { Array = array };
    }

    private static Protos.Expression.Types.Literal Map(IDictionary values)
    {
        var type = (MapType)ClrTypes.TypeOf(values);
        var map = new Protos.Expression.Types.Literal.Types.Map { KeyType = ProtoTypes.Write(type.KeyType), ValueType = ProtoTypes.Write(type.ValueType) };
        map.Keys.AddRange(values.Keys.Cast<object?>().Select(Of));
        map.Values.AddRange(values.Values.Cast<object?>().Select(Of));
        return new() { Map = map };
    }

    private static Protos.Expression.Types.Literal Struct(Row row)
    {
        var value = new Protos.Expression.Types.Literal.Types.Struct { StructType = ProtoTypes.Write(row.Schema) };
        value.Elements.AddRange(row.Values.Select(Of));
        return new() { Struct = value };
    }
}

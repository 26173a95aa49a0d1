namespace Millrace.Spark.Sql.Types;

/// <summary>Types from and to Spark Connect's messages.</summary>
internal static class ProtoTypes
{
    public static DataType Read(Protos.DataType type) => type.KindCase switch
    {
        Protos.DataType.KindOneofCase.Null => new NullType(),
        Protos.DataType.KindOneofCase.Binary => new BinaryType(),
        Protos.DataType.KindOneofCase.Boolean => new BooleanType(),
        Protos.DataType.KindOneofCase.Byte => new ByteType(),
        Protos.DataType.KindOneofCase.Short => new ShortType(),
        Protos.DataType.KindOneofCase.Integer => new IntegerType(),
        Protos.DataType.KindOneofCase.Long => new LongType(),
        Protos.DataType.KindOneofCase.Float => new FloatType(),
        Protos.DataType.KindOneofCase.Double => new DoubleType(),
        Protos.DataType.KindOneofCase.Decimal => new DecimalType(
            type.Decimal.HasPrecision ? type.Decimal.Precision : 10, type.Decimal.HasScale ? type.Decimal.Scale : 0),
        Protos.DataType.KindOneofCase.String => new StringType(),
        Protos.DataType.KindOneofCase.Char => new CharType(type.Char.Length),
        Protos.DataType.KindOneofCase.VarChar => new VarcharType(type.VarChar.Length),
        Protos.DataType.KindOneofCase.Date => new DateType(),
        Protos.DataType.KindOneofCase.Timestamp => new TimestampType(),
        Protos.DataType.KindOneofCase.TimestampNtz => new TimestampNTZType(),
        Protos.DataType.KindOneofCase.CalendarInterval => new CalendarIntervalType(),
        Protos.DataType.KindOneofCase.YearMonthInterval => new YearMonthIntervalType(
            type.YearMonthInterval.StartField, type.YearMonthInterval.HasEndField ? type.YearMonthInterval.EndField : 1),
        Protos.DataType.KindOneofCase.DayTimeInterval => new DayTimeIntervalType(
            type.DayTimeInterval.StartField, type.DayTimeInterval.HasEndField ? type.DayTimeInterval.EndField : 3),
        Protos.DataType.KindOneofCase.Array => new ArrayType(Read(type.Array.ElementType), type.Array.ContainsNull),
        Protos.DataType.KindOneofCase.Map => new MapType(Read(type.Map.KeyType), Read(type.Map.ValueType), type.Map.ValueContainsNull),
        Protos.DataType.KindOneofCase.Struct => ReadStruct(type),
        Protos.DataType.KindOneofCase.Variant => new VariantType(),
        Protos.DataType.KindOneofCase.Time => new TimeType(type.Time.HasPrecision ? type.Time.Precision : 6),
        Protos.DataType.KindOneofCase.Udt when type.Udt.SqlType is not null => Read(type.Udt.SqlType),
        _ => throw new NotSupportedException($"Spark's type {type.KindCase} has no counterpart here."),
    };

    public static StructType ReadStruct(Protos.DataType type) => new(type.Struct.Fields.Select(static f => new StructField(
        f.Name, Read(f.DataType), f.Nullable,
        f.HasMetadata ? System.Text.Json.Nodes.JsonNode.Parse(f.Metadata) as System.Text.Json.Nodes.JsonObject : null)));

    public static Protos.DataType Write(DataType type) => type switch
    {
        NullType => new() { Null = new() },
        BinaryType => new() { Binary = new() },
        BooleanType => new() { Boolean = new() },
        ByteType => new() { Byte = new() },
        ShortType => new() { Short = new() },
        IntegerType => new() { Integer = new() },
        LongType => new() { Long = new() },
        FloatType => new() { Float = new() },
        DoubleType => new() { Double = new() },
        DecimalType d => new() { Decimal = new() { Precision = d.Precision, Scale = d.Scale } },
        StringType => new() { String = new() { Collation = "UTF8_BINARY" } },
        CharType c => new() { Char = new() { Length = c.Length } },
        VarcharType v => new() { VarChar = new() { Length = v.Length } },
        DateType => new() { Date = new() },
        TimestampType => new() { Timestamp = new() },
        TimestampNTZType => new() { TimestampNtz = new() },
        CalendarIntervalType => new() { CalendarInterval = new() },
        YearMonthIntervalType y => new() { YearMonthInterval = new() { StartField = y.StartField, EndField = y.EndField } },
        DayTimeIntervalType d => new() { DayTimeInterval = new() { StartField = d.StartField, EndField = d.EndField } },
        VariantType => new() { Variant = new() },
        TimeType t => new() { Time = new() { Precision = t.Precision } },
        ArrayType a => new() { Array = new() { ElementType = Write(a.ElementType), ContainsNull = a.ContainsNull } },
        MapType m => new() { Map = new() { KeyType = Write(m.KeyType), ValueType = Write(m.ValueType), ValueContainsNull = m.ValueContainsNull } },
        StructType s => new() { Struct = WriteStruct(s) },
        _ => throw new NotSupportedException($"{type.GetType().Name} has no message."),
    };

    private static Protos.DataType.Types.Struct WriteStruct(StructType type)
    {
        var message = new Protos.DataType.Types.Struct();
        foreach (StructField field in type.Fields)
        {
            var one = new Protos.DataType.Types.StructField { Name = field.Name, DataType = Write(field.DataType), Nullable = field.IsNullable };
            if (field.Metadata != "{}")
            {
                one.Metadata = field.Metadata;
            }

            message.Fields.Add(one);
        }

        return message;
    }
}

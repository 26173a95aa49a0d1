using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Spark.Sql.Types;
using DateType = Millrace.Spark.Sql.Types.DateType;
using IntegerType = Millrace.Spark.Sql.Types.IntegerType;
using SparkTypes = Millrace.Spark.Sql.Types;
using VariantType = Millrace.Spark.Sql.Types.VariantType;

namespace Millrace.Spark.Sql.Arrow;

/// <summary>The Arrow types in which Spark sends and takes its own, and back.</summary>
internal static class ArrowTypes
{
    public static Schema SchemaOf(SparkTypes.StructType type) => new([.. type.Fields.Select(FieldOf)], null);

    public static Field FieldOf(SparkTypes.StructField field) => new(
        field.Name, TypeOf(field.DataType), field.IsNullable);

    public static IArrowType TypeOf(DataType type) => type switch
    {
        SparkTypes.NullType => Apache.Arrow.Types.NullType.Default,
        SparkTypes.BooleanType => Apache.Arrow.Types.BooleanType.Default,
        ByteType => Int8Type.Default,
        ShortType => Int16Type.Default,
        IntegerType => Int32Type.Default,
        LongType => Int64Type.Default,
        SparkTypes.FloatType => Apache.Arrow.Types.FloatType.Default,
        SparkTypes.DoubleType => Apache.Arrow.Types.DoubleType.Default,
        SparkTypes.DecimalType d => new Decimal128Type(d.Precision, d.Scale),
        SparkTypes.StringType or CharType or VarcharType => Apache.Arrow.Types.StringType.Default,
        SparkTypes.BinaryType => Apache.Arrow.Types.BinaryType.Default,
        DateType => Date32Type.Default,
        SparkTypes.TimestampType => new Apache.Arrow.Types.TimestampType(TimeUnit.Microsecond, "UTC"),
        TimestampNTZType => new Apache.Arrow.Types.TimestampType(TimeUnit.Microsecond, (string?)null),
        SparkTypes.TimeType => new Time64Type(TimeUnit.Nanosecond),
        YearMonthIntervalType => IntervalType.YearMonth,
        DayTimeIntervalType => DurationType.Microsecond,
        CalendarIntervalType => IntervalType.MonthDayNanosecond,
        VariantType => new Apache.Arrow.Types.StructType([
            new Field("value", Apache.Arrow.Types.BinaryType.Default, false),
            new Field("metadata", Apache.Arrow.Types.BinaryType.Default, false, [new("variant", "true")])]),
        ArrayType a => new ListType(new Field("element", TypeOf(a.ElementType), a.ContainsNull)),
        SparkTypes.MapType m => new Apache.Arrow.Types.MapType(
            new Field("key", TypeOf(m.KeyType), false), new Field("value", TypeOf(m.ValueType), m.ValueContainsNull)),
        SparkTypes.StructType s => new Apache.Arrow.Types.StructType([.. s.Fields.Select(FieldOf)]),
        _ => throw new NotSupportedException($"{type.SimpleString} has no Arrow type."),
    };

    /// <summary>The Spark type of an Arrow column that is given to Spark.</summary>
    /// <exception cref="NotSupportedException">Spark takes no such column.</exception>
    public static DataType SparkTypeOf(Field field) => field.DataType switch
    {
        Apache.Arrow.Types.NullType => new SparkTypes.NullType(),
        Apache.Arrow.Types.BooleanType => new SparkTypes.BooleanType(),
        Int8Type => new ByteType(),
        Int16Type => new ShortType(),
        Int32Type => new IntegerType(),
        Int64Type => new LongType(),
        Apache.Arrow.Types.FloatType => new SparkTypes.FloatType(),
        Apache.Arrow.Types.DoubleType => new SparkTypes.DoubleType(),
        Decimal128Type d => new SparkTypes.DecimalType(d.Precision, d.Scale),
        Apache.Arrow.Types.StringType or LargeStringType => new SparkTypes.StringType(),
        Apache.Arrow.Types.BinaryType or LargeBinaryType => new SparkTypes.BinaryType(),
        Date32Type => new DateType(),
        Apache.Arrow.Types.TimestampType { Unit: TimeUnit.Microsecond } t => string.IsNullOrEmpty(t.Timezone) ? new TimestampNTZType() : new SparkTypes.TimestampType(),
        Time64Type => new SparkTypes.TimeType(),
        DurationType { Unit: TimeUnit.Microsecond } => new DayTimeIntervalType(),
        IntervalType { Unit: IntervalUnit.YearMonth } => new YearMonthIntervalType(),
        IntervalType { Unit: IntervalUnit.MonthDayNanosecond } => new CalendarIntervalType(),
        Apache.Arrow.Types.MapType m => new SparkTypes.MapType(SparkTypeOf(m.KeyField), SparkTypeOf(m.ValueField), m.ValueField.IsNullable),
        ListType l => new ArrayType(SparkTypeOf(l.ValueField), l.ValueField.IsNullable),
        Apache.Arrow.Types.StructType s => IsVariant(s) ? new VariantType() : new SparkTypes.StructType(s.Fields.Select(static f => new SparkTypes.StructField(f.Name, SparkTypeOf(f), f.IsNullable))),
        _ => throw new NotSupportedException($"Spark takes no column of Arrow type {field.DataType.Name} ({field.Name})."),
    };

    private static bool IsVariant(Apache.Arrow.Types.StructType type) =>
        type.Fields.Count == 2 && type.Fields.Any(static f => f.HasMetadata && f.Metadata.ContainsKey("variant"));
}

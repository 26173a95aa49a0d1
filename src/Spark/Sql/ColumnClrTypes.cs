using System.Data.SqlTypes;
using Apache.Arrow;
using Millrace.Spark.Sql.Types;
using DateType = Millrace.Spark.Sql.Types.DateType;
using IntegerType = Millrace.Spark.Sql.Types.IntegerType;

namespace Millrace.Spark.Sql;

/// <summary>Which column a C# type stands for in the signature of a function. Pure.</summary>
internal static class ColumnClrTypes
{
    private static readonly Dictionary<Type, DataType> Values = new()
    {
        [typeof(bool)] = new BooleanType(),
        [typeof(sbyte)] = new ByteType(),
        [typeof(short)] = new ShortType(),
        [typeof(int)] = new IntegerType(),
        [typeof(long)] = new LongType(),
        [typeof(float)] = new FloatType(),
        [typeof(double)] = new DoubleType(),
        [typeof(decimal)] = new DecimalType(38, 18),
        [typeof(SqlDecimal)] = new DecimalType(38, 18),
        [typeof(string)] = new StringType(),
        [typeof(byte[])] = new BinaryType(),
        [typeof(Date)] = new DateType(),
        [typeof(DateOnly)] = new DateType(),
        [typeof(Timestamp)] = new TimestampType(),
        [typeof(DateTimeOffset)] = new TimestampType(),
        [typeof(TimestampNtz)] = new TimestampNTZType(),
        [typeof(TimeSpan)] = new DayTimeIntervalType(),
        [typeof(TimeOnly)] = new TimeType(),
    };

    private static readonly Dictionary<Type, DataType> Arrays = new()
    {
        [typeof(BooleanArray)] = new BooleanType(),
        [typeof(Int8Array)] = new ByteType(),
        [typeof(Int16Array)] = new ShortType(),
        [typeof(Int32Array)] = new IntegerType(),
        [typeof(Int64Array)] = new LongType(),
        [typeof(FloatArray)] = new FloatType(),
        [typeof(DoubleArray)] = new DoubleType(),
        [typeof(StringArray)] = new StringType(),
        [typeof(BinaryArray)] = new BinaryType(),
        [typeof(Date32Array)] = new DateType(),
        [typeof(TimestampArray)] = new TimestampType(),
    };

    /// <summary>The column of a value's type, of its nullable form, or of an array of it; null where there is none.</summary>
    public static DataType? OfValue(Type type)
    {
        if (Values.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out DataType? known))
        {
            return known;
        }

        return type.IsArray && OfValue(type.GetElementType()!) is { } element ? new ArrayType(element, true) : null;
    }

    /// <summary>The column of an Arrow array's type; null where there is none.</summary>
    public static DataType? OfArray(Type type) => Arrays.GetValueOrDefault(type);

    /// <summary>Whether values of a type can be read from a column or written to one; rows need their declared type besides.</summary>
    public static bool IsValue(Type type) => type == typeof(Row) || type == typeof(GenericRow) || OfValue(type) is not null;
}

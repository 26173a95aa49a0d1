using System.Collections;
using System.Data.SqlTypes;
using System.Globalization;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <summary>The C# side of Spark's types: which type fits a value, comparing, converting, printing.</summary>
internal static class ClrTypes
{
    public static StructType SchemaOf(object?[] values) =>
        new(values.Select(static (v, i) => new StructField($"_{(i + 1).ToString(CultureInfo.InvariantCulture)}", TypeOf(v))));

    /// <summary>The Spark type that holds a value.</summary>
    /// <exception cref="NotSupportedException">None does.</exception>
    public static DataType TypeOf(object? value) => value switch
    {
        null => new NullType(),
        bool => new BooleanType(),
        sbyte => new ByteType(),
        byte or short => new ShortType(),
        ushort or int => new IntegerType(),
        uint or long => new LongType(),
        float => new FloatType(),
        double => new DoubleType(),
        decimal d => DecimalTypeOf(new SqlDecimal(d)),
        SqlDecimal d => DecimalTypeOf(d),
        string or char => new StringType(),
        byte[] => new BinaryType(),
        Date or DateOnly => new DateType(),
        Timestamp or DateTimeOffset => new TimestampType(),
        DateTime t => t.Kind == DateTimeKind.Unspecified ? new TimestampNTZType() : new TimestampType(),
        TimestampNtz => new TimestampNTZType(),
        TimeSpan => new DayTimeIntervalType(),
        TimeOnly => new TimeType(),
        CalendarInterval => new CalendarIntervalType(),
        Variant => new VariantType(),
        Row r => r.Schema,
        GenericRow g => SchemaOf(g.Values),
        IDictionary m => new MapType(
            Common(m.Keys.Cast<object?>().Select(TypeOf)), Common(m.Values.Cast<object?>().Select(TypeOf))),
        IEnumerable e => new ArrayType(Common(e.Cast<object?>().Select(TypeOf))),
        _ => throw new NotSupportedException($"{value.GetType()} has no counterpart in Spark."),
    };

    public static T Convert<T>(object? value) => value is T same ? same : (T)ConvertTo(value, typeof(T))!;

    public static bool ValuesEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (string a, string b) => a == b,
        (IDictionary a, IDictionary b) => a.Count == b.Count && a.Keys.Cast<object>().All(k => b.Contains(k) && ValuesEqual(a[k], b[k])),
        (IList a, IList b) => a.Count == b.Count && Enumerable.Range(0, a.Count).All(i => ValuesEqual(a[i], b[i])),
        _ => left.Equals(right),
    };

    public static int HashOf(object? value)
    {
        switch (value)
        {
            case null:
                return 0;
            case IDictionary map:
                return map.Count;
            case IList list:
                var hash = default(HashCode);
                foreach (object? item in list)
                {
                    hash.Add(HashOf(item));
                }

                return hash.ToHashCode();
            default:
                return value.GetHashCode();
        }
    }

    public static string Text(object? value) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        string s => s,
        byte[] bytes => System.Convert.ToHexString(bytes),
        IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(k => $"{Text(k)} -> {Text(map[k])}"))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static DecimalType DecimalTypeOf(SqlDecimal value) => new(Math.Max(value.Precision, value.Scale), value.Scale);

    private static DataType Common(IEnumerable<DataType> types)
    {
        DataType common = new NullType();
        foreach (DataType type in types)
        {
            if (common is NullType)
            {
                common = type;
            }
            else if (common is DecimalType a && type is DecimalType b)
            {
                int scale = Math.Max(a.Scale, b.Scale);
                common = new DecimalType(Math.Min(38, Math.Max(a.Precision - a.Scale, b.Precision - b.Scale) + scale), scale);
            }
        }

        return common;
    }

    private static object? ConvertTo(object? value, Type target)
    {
        Type bare = Nullable.GetUnderlyingType(target) ?? target;
        if (value is null)
        {
            return bare.IsValueType && bare == target ? throw Mismatch(value, target) : null;
        }

        if (bare.IsInstanceOfType(value))
        {
            return value;
        }

        return (value, bare) switch
        {
            (Date d, _) when bare == typeof(DateOnly) => DateOnly.FromDateTime(d.ToDateTime()),
            (Date d, _) when bare == typeof(DateTime) => d.ToDateTime(),
            (Timestamp t, _) when bare == typeof(DateTime) => t.ToDateTime(),
            (Timestamp t, _) when bare == typeof(DateTimeOffset) => new DateTimeOffset(t.ToDateTime()),
            (TimestampNtz t, _) when bare == typeof(DateTime) => t.ToDateTime(),
            (SqlDecimal d, _) when bare == typeof(decimal) => d.Value,
            (decimal d, _) when bare == typeof(SqlDecimal) => new SqlDecimal(d),
            (object?[] items, _) => ConvertList(items, bare),
            (IDictionary map, _) when bare.IsGenericType => ConvertMap(map, bare),
            _ when IsWidening(value.GetType(), bare) => System.Convert.ChangeType(value, bare, CultureInfo.InvariantCulture),
            _ => throw Mismatch(value, target),
        };
    }

    private static object ConvertList(object?[] items, Type target)
    {
        Type element = target.IsArray ? target.GetElementType()!
            : target.IsGenericType && target.GetGenericArguments() is [var only] ? only
            : target == typeof(ArrayList) ? typeof(object)
            : throw Mismatch(items, target);
        Array array = Array.CreateInstance(element, items.Length);
        for (int i = 0; i < items.Length; i++)
        {
            array.SetValue(ConvertTo(items[i], element), i);
        }

        return target.IsInstanceOfType(array) ? array
            : target == typeof(ArrayList) ? new ArrayList(array)
            : Activator.CreateInstance(target, array) ?? throw Mismatch(items, target);
    }

    private static object ConvertMap(IDictionary map, Type target)
    {
        if (target.GetGenericArguments() is not [var key, var value])
        {
            throw Mismatch(map, target);
        }

        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
        foreach (DictionaryEntry entry in map)
        {
            result.Add(ConvertTo(entry.Key, key)!, ConvertTo(entry.Value, value));
        }

        return result;
    }

    /// <summary>Only where every value of the narrow type is exact in the wide one.</summary>
    private static bool IsWidening(Type from, Type to) => (Type.GetTypeCode(from), Type.GetTypeCode(to)) switch
    {
        (TypeCode.SByte, TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 or TypeCode.Single or TypeCode.Double or TypeCode.Decimal) => true,
        (TypeCode.Int16, TypeCode.Int32 or TypeCode.Int64 or TypeCode.Single or TypeCode.Double or TypeCode.Decimal) => true,
        (TypeCode.Int32, TypeCode.Int64 or TypeCode.Double or TypeCode.Decimal) => true,
        (TypeCode.Int64, TypeCode.Decimal) => true,
        (TypeCode.Single, TypeCode.Double) => true,
        _ => false,
    };

    private static InvalidCastException Mismatch(object? value, Type target) =>
        new($"A value of type {value?.GetType().ToString() ?? "null"} was asked for as {target}.");
}

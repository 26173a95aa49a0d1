using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Millrace.Spark.Sql.Types;

/// <summary>Reads types from the JSON form in which Spark stores them.</summary>
internal static partial class JsonTypes
{
    public static DataType Read(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? name) => ReadName(name),
        JsonObject o => (string?)o["type"] switch
        {
            "struct" => new StructType(((JsonArray?)o["fields"] ?? throw Bad("a struct without fields")).Select(ReadField)),
            "array" => new ArrayType(Read(o["elementType"]), (bool?)o["containsNull"] ?? true),
            "map" => new MapType(Read(o["keyType"]), Read(o["valueType"]), (bool?)o["valueContainsNull"] ?? true),
            "udt" => Read(o["sqlType"]),
            var other => throw Bad(other ?? "an object without type"),
        },
        _ => throw Bad(node?.ToJsonString() ?? "null"),
    };

    /// <summary>Reads a type without parts, or one whose parts are numbers: <c>decimal(10,2)</c>.</summary>
    public static DataType ReadName(string name)
    {
        DataType? simple = name switch
        {
            "void" or "null" => new NullType(),
            "string" => new StringType(),
            "binary" => new BinaryType(),
            "boolean" => new BooleanType(),
            "byte" or "tinyint" => new ByteType(),
            "short" or "smallint" => new ShortType(),
            "integer" or "int" => new IntegerType(),
            "long" or "bigint" => new LongType(),
            "float" or "real" => new FloatType(),
            "double" => new DoubleType(),
            "date" => new DateType(),
            "timestamp" or "timestamp_ltz" => new TimestampType(),
            "timestamp_ntz" => new TimestampNTZType(),
            "interval" => new CalendarIntervalType(),
            "variant" => new VariantType(),
            "decimal" => new DecimalType(),
            _ => null,
        };
        if (simple is not null)
        {
            return simple;
        }

        Match numbers = WithNumbers().Match(name);
        if (numbers.Success)
        {
            int first = int.Parse(numbers.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            int second = numbers.Groups[3].Success ? int.Parse(numbers.Groups[3].ValueSpan, CultureInfo.InvariantCulture) : 0;
            switch (numbers.Groups[1].Value)
            {
                case "decimal": return new DecimalType(first, second);
                case "char": return new CharType(first);
                case "varchar": return new VarcharType(first);
                case "time": return new TimeType(first);
                default: throw Bad(name);
            }
        }

        if (name.StartsWith("string collate ", StringComparison.OrdinalIgnoreCase))
        {
            return new StringType();
        }

        Match interval = Interval().Match(name);
        if (!interval.Success)
        {
            throw Bad(name);
        }

        string from = interval.Groups[1].Value;
        string to = interval.Groups[2].Success ? interval.Groups[2].Value : from;
        return from is "year" or "month"
            ? new YearMonthIntervalType(YearMonthIntervalType.FieldOf(from), YearMonthIntervalType.FieldOf(to))
            : new DayTimeIntervalType(DayTimeIntervalType.FieldOf(from), DayTimeIntervalType.FieldOf(to));
    }

    private static StructField ReadField(JsonNode? node) => new(
        (string?)node?["name"] ?? throw Bad("a field without name"),
        Read(node!["type"]),
        (bool?)node["nullable"] ?? true,
        node["metadata"]?.DeepClone() as JsonObject);

    private static FormatException Bad(string what) => new($"Not a data type: {what}.");

    [GeneratedRegex(@"^(decimal|char|varchar|time)\(\s*([0-9]{1,9})\s*(?:,\s*([0-9]{1,9})\s*)?\)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex WithNumbers();

    [GeneratedRegex("^interval (year|month|day|hour|minute|second)(?: to (month|hour|minute|second))?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Interval();
}

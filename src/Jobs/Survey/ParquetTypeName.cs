using Parquet.Meta;

namespace Millrace.Jobs.Survey;

/// <summary>Names the types of Parquet columns, from the logical type, else the older converted type, else the physical type.</summary>
internal static class ParquetTypeName
{
    /// <summary>The top-level columns of a footer's flattened schema tree.</summary>
    /// <exception cref="BadFileException">The tree contradicts itself.</exception>
    public static IReadOnlyList<ColumnSchema> TopLevel(IReadOnlyList<SchemaElement> schema, out IReadOnlyList<int> leafCounts)
    {
        var columns = new List<ColumnSchema>();
        var leaves = new List<int>();
        var at = 1;
        while (at < schema.Count)
        {
            var element = schema[at];
            var before = at;
            var type = Describe(schema, ref at, 0);
            leaves.Add(Enumerable.Range(before, at - before).Count(i => (schema[i].NumChildren ?? 0) == 0));
            columns.Add(new ColumnSchema(element.Name, type, element.RepetitionType != FieldRepetitionType.REQUIRED));
        }

        if (schema.Count == 0 || (schema[0].NumChildren ?? 0) != columns.Count)
        {
            throw new BadFileException(BadFileFault.Corrupt, "the footer's schema tree contradicts itself");
        }

        leafCounts = leaves;
        return columns;
    }

    /// <summary>Name of the subtree at <paramref name="at"/>, which is moved behind it.</summary>
    private static string Describe(IReadOnlyList<SchemaElement> schema, ref int at, int depth)
    {
        if (at >= schema.Count || depth > 64)
        {
            throw new BadFileException(BadFileFault.Corrupt, "the footer's schema tree contradicts itself");
        }

        var element = schema[at++];
        var children = new List<string>();
        for (var i = 0; i < (element.NumChildren ?? 0); i++)
        {
            children.Add(Describe(schema, ref at, depth + 1));
        }

        var name = children.Count == 0 ? Leaf(element) : Group(element, children);
        return element.RepetitionType == FieldRepetitionType.REPEATED && depth == 0 ? $"list<{name}>" : name;
    }

    private static string Group(SchemaElement element, List<string> children)
    {
        if (element.LogicalType?.LIST is not null || element.ConvertedType == ConvertedType.LIST)
        {
            // The group in the middle (list.element) has one child, whose name it carries on.
            var inner = children[0];
            return inner.StartsWith("struct<", StringComparison.Ordinal) && !inner.Contains(',') ? $"list<{inner["struct<".Length..^1]}>" : $"list<{inner}>";
        }

        return element.LogicalType?.MAP is not null || element.ConvertedType is ConvertedType.MAP or ConvertedType.MAP_KEY_VALUE
            ? "map"
            : $"struct<{string.Join(", ", children)}>";
    }

    private static string Leaf(SchemaElement element) => Logical(element) ?? Converted(element) ?? Physical(element);

    private static string? Logical(SchemaElement element) => element.LogicalType switch
    {
        null => null,
        { STRING: not null } or { ENUM: not null } => "string",
        { JSON: not null } => "json",
        { BSON: not null } => "binary",
        { UUID: not null } => "uuid",
        { DATE: not null } => "date",
        { FLOAT16: not null } => "float16",
        { UNKNOWN: not null } => "null",
        { DECIMAL: { } type } => $"decimal({type.Precision},{type.Scale})",
        { INTEGER: { } type } => $"{(type.IsSigned ? "" : "u")}int{type.BitWidth}",
        { TIME: { } type } => $"time[{Unit(type.Unit)}]",
        { TIMESTAMP: { } type } => $"timestamp[{Unit(type.Unit)}{(type.IsAdjustedToUTC ? ", UTC" : "")}]",
        _ => null,
    };

    private static string? Converted(SchemaElement element) => element.ConvertedType switch
    {
        ConvertedType.UTF8 or ConvertedType.ENUM => "string",
        ConvertedType.JSON => "json",
        ConvertedType.BSON => "binary",
        ConvertedType.DECIMAL => $"decimal({element.Precision ?? 0},{element.Scale ?? 0})",
        ConvertedType.DATE => "date",
        ConvertedType.TIME_MILLIS => "time[ms]",
        ConvertedType.TIME_MICROS => "time[us]",
        ConvertedType.TIMESTAMP_MILLIS => "timestamp[ms, UTC]",
        ConvertedType.TIMESTAMP_MICROS => "timestamp[us, UTC]",
        ConvertedType.UINT_8 => "uint8",
        ConvertedType.UINT_16 => "uint16",
        ConvertedType.UINT_32 => "uint32",
        ConvertedType.UINT_64 => "uint64",
        ConvertedType.INT_8 => "int8",
        ConvertedType.INT_16 => "int16",
        ConvertedType.INT_32 => "int32",
        ConvertedType.INT_64 => "int64",
        ConvertedType.INTERVAL => "interval",
        _ => null,
    };

    private static string Physical(SchemaElement element) => element.Type switch
    {
        Parquet.Meta.Type.BOOLEAN => "bool",
        Parquet.Meta.Type.INT32 => "int32",
        Parquet.Meta.Type.INT64 => "int64",
        Parquet.Meta.Type.INT96 => "int96",
        Parquet.Meta.Type.FLOAT => "float32",
        Parquet.Meta.Type.DOUBLE => "float64",
        Parquet.Meta.Type.FIXED_LEN_BYTE_ARRAY => $"fixed({element.TypeLength ?? 0})",
        Parquet.Meta.Type.BYTE_ARRAY => "binary",
        _ => "struct<>",
    };

    private static string Unit(TimeUnit unit) => unit.NANOS is not null ? "ns" : unit.MICROS is not null ? "us" : "ms";
}

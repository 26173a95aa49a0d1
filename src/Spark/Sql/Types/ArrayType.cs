using System.Text.Json.Nodes;

namespace Millrace.Spark.Sql.Types;

/// <summary>Sequence of values of one type. In C#: <c>object?[]</c>; <c>Row.GetAs</c> also gives typed arrays.</summary>
/// <param name="elementType">Type of the elements.</param>
/// <param name="containsNull">Whether an element may be null.</param>
public sealed class ArrayType(DataType elementType, bool containsNull = true) : DataType
{
    /// <summary>Type of the elements.</summary>
    public DataType ElementType { get; } = elementType;

    /// <summary>Whether an element may be null.</summary>
    public bool ContainsNull { get; } = containsNull;

    /// <inheritdoc/>
    public override string TypeName => "array";

    /// <inheritdoc/>
    public override string SimpleString => $"array<{ElementType.SimpleString}>";

    internal override JsonNode ToJson() => new JsonObject
    {
        ["type"] = "array",
        ["elementType"] = ElementType.ToJson(),
        ["containsNull"] = ContainsNull,
    };
}

using System.Text.Json.Nodes;

namespace Millrace.Spark.Sql.Types;

/// <summary>Keys with values; a key is never null. In C#: <c>Dictionary&lt;object, object?&gt;</c>.</summary>
/// <param name="keyType">Type of the keys.</param>
/// <param name="valueType">Type of the values.</param>
/// <param name="valueContainsNull">Whether a value may be null.</param>
public sealed class MapType(DataType keyType, DataType valueType, bool valueContainsNull = true) : DataType
{
    /// <summary>Type of the keys.</summary>
    public DataType KeyType { get; } = keyType;

    /// <summary>Type of the values.</summary>
    public DataType ValueType { get; } = valueType;

    /// <summary>Whether a value may be null.</summary>
    public bool ValueContainsNull { get; } = valueContainsNull;

    /// <inheritdoc/>
    public override string TypeName => "map";

    /// <inheritdoc/>
    public override string SimpleString => $"map<{KeyType.SimpleString},{ValueType.SimpleString}>";

    internal override JsonNode ToJson() => new JsonObject
    {
        ["type"] = "map",
        ["keyType"] = KeyType.ToJson(),
        ["valueType"] = ValueType.ToJson(),
        ["valueContainsNull"] = ValueContainsNull,
    };
}

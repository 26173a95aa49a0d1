using System.Text.Json.Nodes;

namespace Millrace.Spark.Sql.Types;

/// <summary>One field of a <see cref="StructType"/>. Immutable.</summary>
/// <param name="name">The field's name.</param>
/// <param name="dataType">Its type.</param>
/// <param name="isNullable">Whether it may be null.</param>
/// <param name="metadata">Spark's metadata of the field; <see langword="null"/>: none.</param>
public sealed class StructField(string name, DataType dataType, bool isNullable = true, JsonObject? metadata = null)
{
    private readonly string _metadata = metadata?.ToJsonString() ?? "{}";

    /// <summary>The field's name.</summary>
    public string Name { get; } = name;

    /// <summary>Its type.</summary>
    public DataType DataType { get; } = dataType;

    /// <summary>Whether it may be null.</summary>
    public bool IsNullable { get; } = isNullable;

    /// <summary>Spark's metadata of the field, a JSON object; <c>{}</c> if there is none.</summary>
    public string Metadata => _metadata;

    /// <inheritdoc/>
    public override string ToString() => $"StructField({Name},{DataType.SimpleString},{(IsNullable ? "true" : "false")})";

    internal JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["type"] = DataType.ToJson(),
        ["nullable"] = IsNullable,
        ["metadata"] = JsonNode.Parse(_metadata),
    };
}

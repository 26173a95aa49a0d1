using System.Text.Json;
using System.Text.Json.Nodes;

namespace Millrace.Spark.Sql.Types;

/// <summary>A type of Spark SQL. Immutable; two are equal if their JSON is.</summary>
public abstract class DataType : IEquatable<DataType>
{
    private const int MaxJsonDepth = 256;

    private protected DataType()
    {
    }

    /// <summary>Spark's name of the type, as it stands in JSON: <c>integer</c>.</summary>
    public abstract string TypeName { get; }

    /// <summary>The type as SQL and <c>PrintSchema</c> write it: <c>int</c>, <c>array&lt;int&gt;</c>.</summary>
    public virtual string SimpleString => TypeName;

    /// <summary>The type in Spark's JSON form.</summary>
    public string Json => ToJson().ToJsonString();

    /// <summary>Reads a type from Spark's JSON form.</summary>
    /// <exception cref="FormatException">The text is not such a form.</exception>
    public static DataType ParseDataType(string json)
    {
        try
        {
            return JsonTypes.Read(JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = MaxJsonDepth }));
        }
        catch (JsonException e)
        {
            throw new FormatException("A data type in JSON was expected.", e);
        }
    }

    /// <inheritdoc/>
    public bool Equals(DataType? other) => other is not null && (ReferenceEquals(this, other) || Json == other.Json);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is DataType other && Equals(other);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => Json.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => SimpleString;

    internal virtual JsonNode ToJson() => JsonValue.Create(TypeName);
}

using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;

namespace Millrace.Spark.Sql.Types;

/// <summary>Named fields in order: the type of rows. In C#: <see cref="Row"/>.</summary>
public sealed class StructType : DataType
{
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);

    /// <summary>A struct of these fields.</summary>
    public StructType(IEnumerable<StructField> fields)
    {
        Fields = [.. fields];
        for (int i = Fields.Count - 1; i >= 0; i--)
        {
            _ordinals[Fields[i].Name] = i; // the first of equal names wins
        }
    }

    /// <summary>The fields in order. A copy belongs to this type: do not change it.</summary>
    [SuppressMessage("Design", "CA1002", Justification = "Microsoft.Spark's users expect a List.")]
    public List<StructField> Fields { get; }

    /// <inheritdoc/>
    public override string TypeName => "struct";

    /// <inheritdoc/>
    public override string SimpleString => $"struct<{string.Join(",", Fields.Select(static f => $"{f.Name}:{f.DataType.SimpleString}"))}>";

    /// <summary>The position of the first field with this name; -1 if there is none.</summary>
    public int IndexOf(string name) => _ordinals.GetValueOrDefault(name, -1);

    /// <summary>The schema as a tree, a field a line, as <c>PrintSchema</c> shows it.</summary>
    public string TreeString()
    {
        var text = new StringBuilder("root\n");
        AppendFields(text, this, " |-- ");
        return text.ToString();
    }

    internal override JsonNode ToJson() => new JsonObject
    {
        ["type"] = "struct",
        ["fields"] = new JsonArray([.. Fields.Select(static f => f.ToJson())]),
    };

    private static void AppendFields(StringBuilder text, StructType type, string prefix)
    {
        foreach (StructField field in type.Fields)
        {
            Append(text, prefix, field.Name, field.DataType, $"nullable = {(field.IsNullable ? "true" : "false")}");
        }
    }

    private static void Append(StringBuilder text, string prefix, string name, DataType type, string note)
    {
        text.Append(prefix).Append(name).Append(": ").Append(type is AtomicType or StructType or ArrayType or MapType ? type.TypeName : type.SimpleString)
            .Append(" (").Append(note).Append(")\n");
        string inner = " |   " + prefix;
        switch (type)
        {
            case StructType s:
                AppendFields(text, s, inner);
                break;
            case ArrayType a:
                Append(text, inner, "element", a.ElementType, $"containsNull = {(a.ContainsNull ? "true" : "false")}");
                break;
            case MapType m:
                text.Append(inner).Append("key: ").Append(m.KeyType.TypeName).Append('\n');
                Append(text, inner, "value", m.ValueType, $"valueContainsNull = {(m.ValueContainsNull ? "true" : "false")}");
                break;
        }
    }
}

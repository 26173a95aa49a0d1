using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Millrace.Jobs.Specification.Binding;

namespace Millrace.Jobs.Specification.Publishing;

/// <summary>Shapes → JSON schema (draft 2020-12), so that editors complete and check job files. Not thread-safe; one use.</summary>
internal sealed class SchemaWriter(XmlDescriptions descriptions)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly SortedDictionary<string, JsonNode> _definitions = new(StringComparer.Ordinal);

    /// <summary>The schema of <paramref name="root"/> with the descriptions of this build.</summary>
    public static string Document(RecordShape root) => new SchemaWriter(new XmlDescriptions()).Write(root);

    /// <summary>The schema as text that ends with a line break.</summary>
    public string Write(RecordShape root)
    {
        var schema = Settings(root, except: null);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Millrace job");
        schema["$defs"] = new JsonObject(_definitions.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return schema.ToJsonString(Indented) + "\n";
    }

    private JsonObject Of(Shape shape) => shape switch
    {
        ScalarShape scalar => Scalar(scalar),
        EnumShape words => new JsonObject { ["enum"] = new JsonArray([.. words.Values.Select(value => (JsonNode)value.Word)]) },
        ListShape { Key: { } key } list => new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = Defined(list.Item, key),
        },
        ListShape list => List(list),
        MapShape map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(map.Value) },
        RecordShape { Transparent: true } record => Of(record.Settings[0].Shape),
        _ => Defined(shape, except: null),
    };

    private static JsonObject Scalar(ScalarShape shape)
    {
        var schema = shape.Schema();
        if (shape.Type == typeof(string))
        {
            // A plain `1` or `true` where text is wanted is the text as written.
            schema["type"] = new JsonArray("string", "number", "boolean");
        }

        return schema;
    }

    private JsonObject List(ListShape shape)
    {
        var many = new JsonObject { ["type"] = "array", ["items"] = Of(shape.Item) };
        return shape.Item is ScalarShape or EnumShape or UnionShape
            ? new JsonObject { ["anyOf"] = new JsonArray(many, Of(shape.Item)) }
            : many;
    }

    private JsonObject Defined(Shape shape, Setting? except)
    {
        var name = SnakeCase.From(shape.Type.Name);
        if (!_definitions.ContainsKey(name))
        {
            _definitions.Add(name, new JsonObject());
            _definitions[name] = shape is UnionShape union ? Union(union) : Record((RecordShape)shape, except);
        }

        return new JsonObject { ["$ref"] = "#/$defs/" + name };
    }

    private JsonObject Union(UnionShape shape)
    {
        var choices = new JsonArray();
        foreach (var (tag, variant) in shape.Variants)
        {
            if (shape.Beside)
            {
                var settings = Settings(variant, except: null);
                settings["properties"]!.AsObject().Insert(0, UnionShape.KindKey, new JsonObject { ["const"] = tag });
                settings["required"] = new JsonArray([UnionShape.KindKey, .. variant.Settings.Where(setting => setting.Required).Select(setting => (JsonNode)setting.Name)]);
                choices.Add(settings);
                continue;
            }

            var inner = Defined(variant, except: null);
            var nothingNeeded = variant.Settings.All(setting => !setting.Required);
            var properties = new JsonObject { [tag] = nothingNeeded ? new JsonObject { ["anyOf"] = new JsonArray(inner, new JsonObject { ["type"] = "null" }) } : inner };
            if (variant.Main is not null)
            {
                foreach (var setting in variant.Settings.Where(setting => setting != variant.Main))
                {
                    properties.Add(setting.Name, Value(setting));
                }
            }

            choices.Add(new JsonObject
            {
                ["type"] = "object",
                ["properties"] = properties,
                ["required"] = new JsonArray(tag),
                ["additionalProperties"] = false,
            });
        }

        var words = shape.Variants.Where(variant => variant.Shape.Settings.All(setting => !setting.Required)).Select(variant => (JsonNode)variant.Tag).ToArray();
        if (words.Length > 0)
        {
            choices.Add(new JsonObject { ["enum"] = new JsonArray(words) });
        }

        return Described(new JsonObject { ["anyOf"] = choices }, descriptions.Of(shape.Type));
    }

    private JsonObject Record(RecordShape shape, Setting? except)
    {
        var map = Settings(shape, except);
        var others = new List<JsonNode>();
        if (shape.Shorthands.Count > 0)
        {
            others.Add(new JsonObject { ["enum"] = new JsonArray([.. shape.Shorthands.Keys.Order(StringComparer.Ordinal).Select(word => (JsonNode)word)]) });
        }

        if (shape.Main is { } main)
        {
            others.Add(Value(main));
        }

        return others.Count == 0 ? map : new JsonObject { ["anyOf"] = new JsonArray([map, .. others]) };
    }

    private JsonObject Settings(RecordShape shape, Setting? except)
    {
        var properties = new JsonObject();
        foreach (var setting in shape.Settings.Where(setting => setting != except))
        {
            properties.Add(setting.Name, Value(setting));
        }

        var schema = Described(new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false }, descriptions.Of(shape.Type));
        var required = shape.Settings.Where(setting => setting.Required && setting != except).Select(setting => (JsonNode)setting.Name).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        return schema;
    }

    private JsonObject Value(Setting setting)
    {
        var schema = Described(Of(setting.Shape), descriptions.Of(setting.Property));
        if (setting.Limit is { } limit && setting.Shape is ScalarShape { Schema: var plain } && plain()["type"]!.GetValue<string>() is "integer" or "number")
        {
            AddLimit(schema, limit);
        }

        return schema;
    }

    private static void AddLimit(JsonObject schema, SettingLimit limit)
    {
        if (!double.IsInfinity(limit.Min))
        {
            schema[limit.MinExcluded ? "exclusiveMinimum" : "minimum"] = limit.Min;
        }

        if (!double.IsInfinity(limit.Max))
        {
            schema[limit.MaxExcluded ? "exclusiveMaximum" : "maximum"] = limit.Max;
        }
    }

    private static JsonObject Described(JsonObject schema, string description)
    {
        if (description.Length > 0)
        {
            schema.Insert(0, "description", description);
        }

        return schema;
    }
}

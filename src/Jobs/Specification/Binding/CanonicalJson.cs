using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Millrace.Jobs.Specification.Binding;

/// <summary>
/// The one way to write a value of a known shape: every setting in declared order with its value, defaults too; a null only where the default is another value; maps without
/// order by ordinal key; numbers with the fewest digits that give them back. It is also YAML, and the binder reads it.
/// </summary>
internal static class CanonicalJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The UTF-8 bytes of <paramref name="value"/>.</summary>
    public static byte[] Write(Shape shape, object value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Compact))
        {
            Write(json, shape, value);
        }

        return bytes.ToArray();
    }

    /// <summary>Writes <paramref name="value"/> as the next value of <paramref name="json"/>.</summary>
    public static void Write(Utf8JsonWriter json, Shape shape, object value)
    {
        switch (shape)
        {
            case ScalarShape scalar:
                scalar.Write(json, value);
                break;
            case EnumShape words:
                json.WriteStringValue(words.WordOf(value));
                break;
            case ListShape list:
                WriteList(json, list, (IEnumerable)value);
                break;
            case MapShape map:
                WriteMap(json, map, (IEnumerable)value);
                break;
            case UnionShape union:
                var (tag, variant) = union.Of(value);
                json.WriteStartObject();
                if (union.Beside)
                {
                    json.WriteString(UnionShape.KindKey, tag);
                    WriteMembers(json, variant, value, except: null);
                }
                else
                {
                    json.WritePropertyName(tag);
                    Write(json, variant, value);
                }

                json.WriteEndObject();
                break;
            case RecordShape { Transparent: true } record:
                Write(json, record.Settings[0].Shape, record.Settings[0].Property.GetValue(value)!);
                break;
            case RecordShape record:
                WriteSettings(json, record, value, except: null);
                break;
            default:
                throw new NotSupportedException(shape.GetType().Name);
        }
    }

    private static void WriteList(Utf8JsonWriter json, ListShape shape, IEnumerable items)
    {
        if (shape.Key is { } key)
        {
            json.WriteStartObject();
            foreach (var item in items)
            {
                json.WritePropertyName((string)key.Property.GetValue(item)!);
                WriteSettings(json, (RecordShape)shape.Item, item, key);
            }

            json.WriteEndObject();
            return;
        }

        json.WriteStartArray();
        foreach (var item in items)
        {
            Write(json, shape.Item, item);
        }

        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, MapShape shape, IEnumerable pairs)
    {
        var sorted = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var type = pair.GetType();
            sorted.Add((string)type.GetProperty("Key")!.GetValue(pair)!, type.GetProperty("Value")!.GetValue(pair)!);
        }

        json.WriteStartObject();
        foreach (var (name, value) in sorted)
        {
            json.WritePropertyName(name);
            Write(json, shape.Value, value);
        }

        json.WriteEndObject();
    }

    private static void WriteSettings(Utf8JsonWriter json, RecordShape shape, object value, Setting? except)
    {
        json.WriteStartObject();
        WriteMembers(json, shape, value, except);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, RecordShape shape, object value, Setting? except)
    {
        foreach (var setting in shape.Settings)
        {
            if (setting == except)
            {
                continue;
            }

            if (setting.Property.GetValue(value) is { } inner)
            {
                json.WritePropertyName(setting.Name);
                Write(json, setting.Shape, inner);
            }
            else if (shape.Default(setting) is not null)
            {
                json.WriteNull(setting.Name);
            }
        }
    }
}

using System.Text;
using System.Text.Json;
using Millrace.Jobs.Specification.Binding;

namespace Millrace.Jobs.Specification.Publishing;

/// <summary>Shapes → the tables of <c>docs/job-file.md</c>: every setting with type, default, range and meaning. Not thread-safe; one use.</summary>
internal sealed class JobFileReference(XmlDescriptions descriptions)
{
    private readonly StringBuilder _text = new();
    private readonly Queue<Shape> _open = new();
    private readonly HashSet<Type> _seen = [];
    private readonly Dictionary<Type, Setting> _keys = [];

    /// <summary>The reference of <paramref name="root"/> with the descriptions of this build.</summary>
    public static string Document(RecordShape root) => new JobFileReference(new XmlDescriptions()).Write(root);

    /// <summary>The reference in Markdown.</summary>
    public string Write(RecordShape root)
    {
        _seen.Add(root.Type);
        _open.Enqueue(root);
        while (_open.TryDequeue(out var shape))
        {
            if (shape is UnionShape union)
            {
                WriteUnion(union);
            }
            else
            {
                WriteRecord((RecordShape)shape, shape == root ? "The job" : Title(shape), _keys.GetValueOrDefault(shape.Type));
            }
        }

        return _text.ToString().TrimEnd('\n') + "\n";
    }

    private void WriteUnion(UnionShape shape)
    {
        Heading(Title(shape), descriptions.Of(shape.Type));
        foreach (var (tag, variant) in shape.Variants)
        {
            _seen.Add(variant.Type);
            _text.Append("\n### `").Append(tag).Append("`\n\n").Append(Sentence(descriptions.Of(variant.Type))).Append('\n');
            if (variant.Main is { } main)
            {
                _text.Append($"\nShort: `{tag}: {main.Name.ToUpperInvariant()}`.\n");
            }

            if (shape.Beside)
            {
                _text.Append($"\nWritten `{{ {UnionShape.KindKey}: {tag}, ... }}`.\n");
            }

            Table(variant);
            _text.Append('\n');
        }
    }

    private void WriteRecord(RecordShape shape, string title, Setting? key)
    {
        Heading(title, descriptions.Of(shape.Type));
        foreach (var word in shape.Shorthands.Keys.Order(StringComparer.Ordinal))
        {
            _text.Append($"Short: the word `{word}`.\n");
        }

        Table(shape, key);
        _text.Append('\n');
    }

    private void Heading(string title, string description) => _text.Append("## ").Append(title).Append("\n\n").Append(Sentence(description)).Append('\n');

    private void Table(RecordShape shape, Setting? key = null)
    {
        if (shape.Settings.Count == 0)
        {
            _text.Append("\nNo settings.\n");
            return;
        }

        _text.Append("\n| setting | value | default | range | meaning |\n|---|---|---|---|---|\n");
        foreach (var setting in shape.Settings.Where(setting => setting != key))
        {
            _text.Append("| `").Append(setting.Name).Append("` | ").Append(Cell(Words(setting.Shape))).Append(" | ").Append(Cell(Default(shape, setting)))
                .Append(" | ").Append(setting.Limit?.Words ?? "–").Append(" | ").Append(Cell(descriptions.Of(setting.Property))).Append(" |\n");
        }
    }

    private string Words(Shape shape)
    {
        switch (shape)
        {
            case EnumShape words:
                return string.Join(", ", words.Values.Select(value => $"`{value.Word}`"));
            case ListShape { Key: { } key } list:
                _keys[list.Item.Type] = key;
                return $"map from {key.Name} to {Words(list.Item)}";
            case ListShape list:
                return $"list of {Words(list.Item)}";
            case MapShape map:
                return $"map from text to {Words(map.Value)}";
            case RecordShape { Transparent: true } record:
                return Words(record.Settings[0].Shape);
            case UnionShape or RecordShape:
                if (_seen.Add(shape.Type))
                {
                    _open.Enqueue(shape);
                }

                return $"[{Title(shape)}](#{Title(shape).ToLowerInvariant().Replace(' ', '-')})";
            default:
                return shape.Words;
        }
    }

    private static string Default(RecordShape shape, Setting setting)
    {
        if (setting.Required)
        {
            return "**required**";
        }

        return shape.Default(setting) is not { } value ? "none"
            : setting.Shape is RecordShape or UnionShape ? "its defaults"
            : $"`{Encoding.UTF8.GetString(CanonicalJson.Write(setting.Shape, value)).Trim('"')}`";
    }

    private static string Title(Shape shape) => JsonNamingPolicy.SnakeCaseLower.ConvertName(shape.Type.Name).Replace('_', ' ') is var words
        ? char.ToUpperInvariant(words[0]) + words[1..]
        : "";

    private static string Sentence(string text) => text.Length == 0 || text.EndsWith('.') || text.EndsWith('`') ? text : text + ".";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

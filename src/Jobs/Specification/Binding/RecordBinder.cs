using System.Collections;
using Millrace.Jobs.Specification.Yaml;

namespace Millrace.Jobs.Specification.Binding;

/// <summary>
/// Nodes → values of known shapes. Collects every fault and goes on: a setting with a fault keeps its default, a list item without what it
/// needs is left out. Not thread-safe; one use.
/// </summary>
internal sealed class RecordBinder(List<JobFault> faults, SourceMap places)
{
    /// <summary>Settings and items that could not be read and so are missing from what was bound.</summary>
    public List<string> Lost { get; } = [];

    /// <summary>Reads <paramref name="node"/> as the whole of a document.</summary>
    /// <returns>The record, with defaults where something is wrong; null where the node is no map at all.</returns>
    public object? BindRoot(RecordShape shape, YamlNode node)
    {
        if (node is not YamlMapping map)
        {
            Fault(node, "", $"has to be a map of settings, but is {node.Words}", "see docs/job-file.md for what a job needs");
            return null;
        }

        places.Add("", node);
        return BindSettings(shape, map, map.Entries, "", given: null).Value;
    }

    private bool TryBind(Shape shape, YamlNode node, string path, out object? value)
    {
        places.Add(path, node);
        value = null;
        switch (shape)
        {
            case ScalarShape scalar:
                return BindScalar(scalar, node, path, out value);
            case EnumShape words:
                return BindEnum(words, node, path, out value);
            case ListShape { Key: { } key } list:
                return BindKeyed(list, key, node, path, out value);
            case ListShape list:
                return BindList(list, node, path, out value);
            case MapShape map:
                return BindMap(map, node, path, out value);
            case UnionShape union:
                return BindUnion(union, node, path, out value);
            case RecordShape record:
                return BindRecord(record, node, path, out value, optional: false);
            default:
                throw new NotSupportedException(shape.GetType().Name);
        }
    }

    private bool BindScalar(ScalarShape shape, YamlNode node, string path, out object? value)
    {
        value = null;
        if (node is not YamlScalar scalar)
        {
            return Fault(node, path, $"has to be {shape.Words}, but is {node.Words}", $"write for example `{shape.Example}`");
        }

        var result = shape.Read(scalar);
        value = result.Value;
        return result.What is null || Fault(node, path, result.What, result.Remedy!);
    }

    private bool BindEnum(EnumShape shape, YamlNode node, string path, out object? value)
    {
        value = null;
        if (node is not YamlScalar scalar)
        {
            return Fault(node, path, $"has to be {shape.Words}, but is {node.Words}", $"write for example `{shape.Values[0].Word}`");
        }

        foreach (var (word, known) in shape.Values)
        {
            if (word == scalar.Text)
            {
                value = known;
                return true;
            }
        }

        return Fault(node, path, $"has to be {shape.Words}, but is {scalar.Words}", Suggestion.Remedy(scalar.Text, [.. shape.Values.Select(each => each.Word)]));
    }

    private bool BindList(ListShape shape, YamlNode node, string path, out object? value)
    {
        // A single value is a list of one: `files: data/in.parquet`, `quantile_normal` as the only encoder of a column.
        var nodes = node switch
        {
            YamlSequence sequence => sequence.Items,
            YamlScalar { IsNull: false } => [node],
            YamlMapping when shape.Item is UnionShape => [node],
            _ => null,
        };
        value = null;
        if (nodes is null)
        {
            return Fault(node, path, $"has to be a list, but is {node.Words}", "write `[ ... ]`, or one item a line with `- ` before it");
        }

        var items = NewList(shape);
        var written = new List<int>();
        for (var i = 0; i < nodes.Count; i++)
        {
            var at = SettingPath.Item(path, i);
            if (TryBind(shape.Item, nodes[i], at, out var item))
            {
                items.Add(item);
                written.Add(i);
            }
            else
            {
                Lost.Add(at);
            }
        }

        if (written.Count < nodes.Count)
        {
            places.AddGaps(path, written);
        }

        value = items;
        return true;
    }

    private bool BindKeyed(ListShape shape, Setting key, YamlNode node, string path, out object? value)
    {
        value = null;
        if (node is not YamlMapping map)
        {
            return Fault(node, path, $"has to be {shape.Words}, but is {node.Words}", $"write `{key.Name.ToUpperInvariant()}: {{ ... }}`, one a line");
        }

        var items = NewList(shape);
        var record = (RecordShape)shape.Item;
        foreach (var entry in map.Entries)
        {
            var at = SettingPath.Member(path, entry.Key.Text);
            places.Add(at, entry.Key);
            if (BindRecord(record, entry.Value, at, out var item, optional: true, (key, entry.Key)))
            {
                items.Add(item);
            }
            else
            {
                Lost.Add(at);
            }
        }

        value = items;
        return true;
    }

    private bool BindMap(MapShape shape, YamlNode node, string path, out object? value)
    {
        value = null;
        if (node is not YamlMapping map)
        {
            return Fault(node, path, $"has to be a map, but is {node.Words}", "write `{ key: value }`, or one `key: value` a line");
        }

        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.Value.Type))!;
        foreach (var entry in map.Entries)
        {
            if (TryBind(shape.Value, entry.Value, SettingPath.Member(path, entry.Key.Text), out var item))
            {
                result.Add(entry.Key.Text, item);
            }
        }

        value = result;
        return true;
    }

    private bool BindUnion(UnionShape shape, YamlNode node, string path, out object? value)
    {
        value = null;
        if (node is YamlScalar { IsNull: false } word)
        {
            return FindVariant(shape, word, path) is { } named
                && BindRecord(named.Shape, new YamlScalar(word.Line, word.Column, "", Plain: true, null), shape.Inside(path, named.Tag), out value, optional: true);
        }

        if (node is not YamlMapping { Entries.Count: > 0 } map)
        {
            return Fault(node, path, $"has to name {shape.Words}, but is {(node is YamlMapping ? "empty" : node.Words)}", $"write for example `{{ {shape.Tags[0]}: {{ ... }} }}`");
        }

        if (shape.Beside)
        {
            return BindBeside(shape, map, path, out value);
        }

        var tagged = map.Entries.Where(entry => shape.Tags.Contains(entry.Key.Text)).ToList();
        if (tagged.Count > 1 && tagged[0].Value is not YamlScalar)
        {
            return Fault(tagged[1].Key, path, $"names two kinds, {tagged[0].Key.Text} and {tagged[1].Key.Text}", "make each an item of its own");
        }

        var first = tagged.Count > 0 ? tagged[0] : map.Entries[0];
        if (FindVariant(shape, first.Key, path) is not { } variant)
        {
            return false;
        }

        // `impute: median, flag: true`: the kind's main setting as its value, the other settings beside it.
        var inside = SettingPath.Member(path, variant.Tag);
        var beside = map.Entries.Where(entry => entry != first).ToList();
        if (beside.Count == 0)
        {
            return BindRecord(variant.Shape, first.Value, inside, out value, optional: true);
        }

        if (first.Value is YamlMapping)
        {
            return Fault(beside[0].Key, path, $"has `{beside[0].Key.Text}` beside `{variant.Tag}`", $"put it inside: `{variant.Tag}: {{ {beside[0].Key.Text}: ... }}`");
        }

        places.Add(inside, first.Value);
        IReadOnlyList<YamlEntry> entries = variant.Shape.Main is { } main && first.Value is not YamlScalar { IsNull: true }
            ? [new YamlEntry(new YamlScalar(first.Key.Line, first.Key.Column, main.Name, Plain: true, null), first.Value), .. beside]
            : beside;
        (value, var isWhole) = BindSettings(variant.Shape, first.Key, entries, inside, given: null);
        return isWhole;
    }

    private bool BindBeside(UnionShape shape, YamlMapping map, string path, out object? value)
    {
        value = null;
        var kind = map.Entries.FirstOrDefault(entry => entry.Key.Text == UnionShape.KindKey);
        if (kind?.Value is not YamlScalar name)
        {
            return Fault(kind?.Value ?? map, path, $"`{UnionShape.KindKey}` is missing", $"add `{UnionShape.KindKey}`: {shape.Words}");
        }

        if (FindVariant(shape, name, SettingPath.Member(path, UnionShape.KindKey)) is not { } variant)
        {
            return false;
        }

        (value, var isWhole) = BindSettings(variant.Shape, map, [.. map.Entries.Where(entry => entry != kind)], path, given: null);
        return isWhole;
    }

    private (string Tag, RecordShape Shape)? FindVariant(UnionShape shape, YamlScalar name, string path)
    {
        foreach (var variant in shape.Variants)
        {
            if (variant.Tag == name.Text)
            {
                return variant;
            }
        }

        Fault(name, path, $"`{name.Text}` is not known here", Suggestion.Remedy(name.Text, shape.Tags));
        return null;
    }

    private bool BindRecord(RecordShape shape, YamlNode node, string path, out object? value, bool optional, (Setting Setting, YamlScalar Value)? given = null)
    {
        value = null;
        places.Add(path, given is { } key && node is YamlScalar { IsNull: true } ? key.Value : node);
        if (shape.Transparent)
        {
            var only = shape.Settings[0];
            if (!TryBind(only.Shape, node, path, out var inner))
            {
                return false;
            }

            value = shape.Build(new Dictionary<Setting, object?> { [only] = inner });
            return true;
        }

        if (node is YamlScalar { IsNull: false } word && shape.Shorthands.TryGetValue(word.Text, out value))
        {
            return true;
        }

        var entries = node switch
        {
            YamlMapping map => map.Entries,
            YamlScalar { IsNull: true } when optional => [],
            YamlScalar { IsNull: false } or YamlSequence when shape.Main is { } main => [new YamlEntry(new YamlScalar(node.Line, node.Column, main.Name, Plain: true, null), node)],
            _ => null,
        };
        if (entries is null)
        {
            var words = shape.Shorthands.Count == 0 ? shape.Words : $"{shape.Words} or one of {string.Join(", ", shape.Shorthands.Keys)}";
            return Fault(node, path, $"has to be {words}, but is {node.Words}", RecordRemedy(shape));
        }

        (value, var isWhole) = BindSettings(shape, node, entries, path, given);
        return isWhole;
    }

    /// <summary>The record, and whether everything that it requires could be read.</summary>
    private (object Value, bool IsWhole) BindSettings(
        RecordShape shape, YamlNode node, IReadOnlyList<YamlEntry> entries, string path, (Setting Setting, YamlScalar Value)? given)
    {
        var values = new Dictionary<Setting, object?>();
        if (given is { } key)
        {
            values.Add(key.Setting, key.Value.Text);
        }

        var seen = new HashSet<Setting>(values.Keys);
        foreach (var entry in entries)
        {
            var at = SettingPath.Member(path, entry.Key.Text);
            var setting = shape.Settings.FirstOrDefault(each => each.Name == entry.Key.Text && each != given?.Setting);
            if (setting is null)
            {
                var known = shape.Settings.Where(each => each != given?.Setting).Select(each => each.Name).ToList();
                Fault(entry.Key, at, "is not a setting", Suggestion.Remedy(entry.Key.Text, known));
                continue;
            }

            seen.Add(setting);
            if (setting.Nullable && entry.Value is YamlScalar { IsNull: true })
            {
                values[setting] = null;
            }
            else if (TryBind(setting.Shape, entry.Value, at, out var value))
            {
                values[setting] = value;
            }
            else
            {
                Lost.Add(at);
            }
        }

        foreach (var missing in shape.Settings.Where(each => each.Required && !seen.Contains(each)))
        {
            Fault(given?.Value ?? node, path, $"`{missing.Name}` is missing", $"add `{missing.Name}`: {missing.Shape.Words}");
            Lost.Add(SettingPath.Member(path, missing.Name));
        }

        return (shape.Build(values), shape.Settings.All(each => !each.Required || values.ContainsKey(each)));
    }

    private static string RecordRemedy(RecordShape shape) => shape.Settings.Count == 0
        ? "write `{}`"
        : $"write `{{ {shape.Settings[0].Name}: ... }}`";

    private static IList NewList(ListShape shape) => (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(shape.Item.Type))!;

    private bool Fault(YamlNode node, string path, string what, string remedy)
    {
        faults.Add(new JobFault(path, what, remedy, node.Line, node.Column));
        return false;
    }
}

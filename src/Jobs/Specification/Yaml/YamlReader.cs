using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Millrace.Jobs.Specification.Yaml;

/// <summary>
/// Text → nodes with their places. The core schema of YAML 1.2: no merge keys, no custom tags, one document, text keys.
/// Faults are collected; a node that cannot be read is left out. Not thread-safe; one use.
/// </summary>
internal sealed class YamlReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly YamlLimits _limits;
    private readonly List<JobFault> _faults;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly Parser _parser;
    private long _nodes;

    private YamlReader(string text, YamlLimits limits, List<JobFault> faults)
    {
        _limits = limits;
        _faults = faults;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads one document of UTF-8 bytes.</summary>
    /// <returns>The root; null where there is none to go on with, and then there is a fault.</returns>
    public static YamlNode? Read(ReadOnlySpan<byte> utf8, YamlLimits limits, List<JobFault> faults)
    {
        if (utf8.Length > limits.MaxBytes)
        {
            faults.Add(Whole($"is {utf8.Length:N0} bytes long, {limits.MaxBytes:N0} are allowed", "a job file holds settings only, keep data in files of their own", 1, 1));
            return null;
        }

        try
        {
            var bytes = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
            return new YamlReader(StrictUtf8.GetString(bytes), limits, faults).ReadDocument();
        }
        catch (DecoderFallbackException)
        {
            faults.Add(Whole("is not UTF-8", "save it as UTF-8", 1, 1));
            return null;
        }
        catch (YamlException failure)
        {
            faults.Add(Whole($"is not YAML from here on: {Sentence(failure)}", "check indentation, quotes and brackets", (int)failure.Start.Line, (int)failure.Start.Column));
            return null;
        }
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _faults.Add(Whole("holds nothing", "see docs/job-file.md for what a job needs", 1, 1));
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(depth: 1, path: "");
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            _faults.Add(Whole("holds a second document", "put each job into a file of its own", (int)second.Start.Line, (int)second.Start.Column));
        }

        return root;
    }

    private YamlNode? ReadNode(int depth, string path)
    {
        var at = _parser.Current!.Start;
        if (depth > _limits.MaxDepth || ++_nodes > _limits.MaxNodes)
        {
            throw new YamlException(at, at, depth > _limits.MaxDepth
                ? $"nested deeper than {_limits.MaxDepth}"
                : $"more than {_limits.MaxNodes:N0} values");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Resolve(alias, path);
        }

        var node = (NodeEvent)_parser.Current!;
        RefuseTag(node, path);
        YamlNode result = node switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart start => ReadSequence(start, depth, path),
            _ => ReadMapping((MappingStart)node, depth, path),
        };
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor.Value] = result;
        }

        return result;
    }

    private YamlNode? Resolve(AnchorAlias alias, string path)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
        {
            _faults.Add(Fault(path, $"the alias *{alias.Value.Value} has no anchor before it", $"put &{alias.Value.Value} at the value to be repeated", (int)alias.Start.Line, (int)alias.Start.Column));
            return null;
        }

        _nodes += target.Size;
        if (_nodes > _limits.MaxNodes)
        {
            throw new YamlException(alias.Start, alias.End, $"more than {_limits.MaxNodes:N0} values, aliases counted each time");
        }

        return target;
    }

    private void RefuseTag(NodeEvent node, string path)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
        {
            _faults.Add(Fault(path, $"the tag {node.Tag.Value} has no meaning here", "leave it out; the setting decides the type", (int)node.Start.Line, (int)node.Start.Column));
        }
    }

    private YamlScalar ReadScalar(Scalar scalar)
    {
        _parser.MoveNext();
        var (line, column) = ((int)scalar.Start.Line, (int)scalar.Start.Column);
        var written = scalar.End.Line == scalar.Start.Line ? (int)(scalar.End.Column - scalar.Start.Column) : -1;
        int? content = scalar.Style switch
        {
            ScalarStyle.Plain when written == scalar.Value.Length => column,
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted when written == scalar.Value.Length + 2 => column + 1,
            _ => null,
        };
        return new YamlScalar(line, column, scalar.Value, scalar.Style == ScalarStyle.Plain, content);
    }

    private YamlSequence ReadSequence(SequenceStart start, int depth, string path)
    {
        _parser.MoveNext();
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            if (ReadNode(depth + 1, SettingPath.Item(path, items.Count)) is { } item)
            {
                items.Add(item);
            }
        }

        return new YamlSequence((int)start.Start.Line, (int)start.Start.Column, items);
    }

    private YamlMapping ReadMapping(MappingStart start, int depth, string path)
    {
        _parser.MoveNext();
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = _parser.Current!.Start;
            var key = ReadNode(depth + 1, path);
            var value = ReadNode(depth + 1, key is YamlScalar named ? SettingPath.Member(path, named.Text) : path);
            if (key is not YamlScalar name)
            {
                _faults.Add(Fault(path, "a key of a map has to be text", "write `key: value`", (int)at.Line, (int)at.Column));
            }
            else if (name is { Plain: true, Text: "<<" })
            {
                _faults.Add(Fault(path, "`<<` does not merge maps in YAML 1.2", "repeat the settings, or use an alias for the whole value", name.Line, name.Column));
            }
            else if (!lines.TryAdd(name.Text, name.Line))
            {
                _faults.Add(Fault(SettingPath.Member(path, name.Text), string.Create(CultureInfo.InvariantCulture, $"the key `{name.Text}` stands here again, first on line {lines[name.Text]}"), "keep one of the two", name.Line, name.Column));
            }
            else if (value is not null)
            {
                entries.Add(new YamlEntry(name, value));
            }
        }

        return new YamlMapping((int)start.Start.Line, (int)start.Start.Column, entries);
    }

    private static JobFault Whole(string what, string remedy, int line, int column) => new("", what, remedy, line, column);

    private static JobFault Fault(string path, string what, string remedy, int line, int column) => new(path, what, remedy, line, column);

    /// <summary>The parser's message without the place it repeats.</summary>
    private static string Sentence(YamlException failure)
    {
        var text = failure.Message;
        var end = text.IndexOf("): ", StringComparison.Ordinal);
        return (text.StartsWith('(') && end > 0 ? text[(end + 3)..] : text).TrimEnd('.');
    }
}

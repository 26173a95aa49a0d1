using System.Globalization;
using Millrace.Jobs.Specification.Yaml;

namespace Millrace.Jobs.Specification;

/// <summary>Where each setting of a job stands in its file. Not thread-safe while it is filled.</summary>
internal sealed class SourceMap
{
    private readonly Dictionary<string, YamlNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<(string List, IReadOnlyList<int> Written)> _gaps = [];

    /// <summary>Remembers that <paramref name="path"/> was read from <paramref name="node"/>.</summary>
    public void Add(string path, YamlNode node) => _nodes[path] = node;

    /// <summary>Remembers that items of the list at <paramref name="path"/> were left out: <paramref name="written"/> has, for each item that is there, its number in the file.</summary>
    public void AddGaps(string path, IReadOnlyList<int> written) => _gaps.Add((path, written));

    /// <summary>The fault with its line and column: those of the setting, or of the nearest setting around it that is written down.</summary>
    public JobFault Locate(JobFault fault)
    {
        if (fault.Line is not null)
        {
            return fault;
        }

        fault = fault with { Path = AsWritten(fault.Path) };
        for (string? path = fault.Path; path is not null; path = SettingPath.Parent(path))
        {
            if (!_nodes.TryGetValue(path, out var node))
            {
                continue;
            }

            var exact = path == fault.Path && fault.Offset is { } offset && node is YamlScalar { ContentColumn: { } content }
                ? content + offset
                : node.Column;
            return fault with { Line = node.Line, Column = exact };
        }

        return fault with { Line = 1, Column = 1 };
    }

    /// <summary>The path with item numbers as they are in the file, outer lists first.</summary>
    private string AsWritten(string path)
    {
        foreach (var (list, written) in _gaps.OrderBy(gap => gap.List.Length))
        {
            var start = list.Length + 1;
            if (SettingPath.IsWithin(path, list) && path.Length > start && path[list.Length] == '['
                && path.IndexOf(']', start) is var end and > 0
                && int.TryParse(path.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < written.Count)
            {
                path = SettingPath.Item(list, written[index]) + path[(end + 1)..];
            }
        }

        return path;
    }
}

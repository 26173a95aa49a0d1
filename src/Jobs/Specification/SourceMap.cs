using Millrace.Jobs.Specification.Yaml;

namespace Millrace.Jobs.Specification;

/// <summary>Where each setting of a job stands in its file. Not thread-safe while it is filled.</summary>
internal sealed class SourceMap
{
    private readonly Dictionary<string, YamlNode> _nodes = new(StringComparer.Ordinal);

    /// <summary>Remembers that <paramref name="path"/> was read from <paramref name="node"/>.</summary>
    public void Add(string path, YamlNode node) => _nodes[path] = node;

    /// <summary>The fault with its line and column: those of the setting, or of the nearest setting around it that is written down.</summary>
    public JobFault Locate(JobFault fault)
    {
        if (fault.Line is not null)
        {
            return fault;
        }

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
}

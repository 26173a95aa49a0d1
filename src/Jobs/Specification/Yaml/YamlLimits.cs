namespace Millrace.Jobs.Specification.Yaml;

/// <summary>The most that a job file may hold. A file beyond it is refused before it is worked through.</summary>
internal sealed record YamlLimits
{
    /// <summary>Bytes of the file, 1 MiB by default.</summary>
    public int MaxBytes { get; init; } = 1 << 20;

    /// <summary>Depth of nesting, 32 by default.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Nodes, aliases counted as often as they are used; 50,000 by default.</summary>
    public int MaxNodes { get; init; } = 50_000;
}

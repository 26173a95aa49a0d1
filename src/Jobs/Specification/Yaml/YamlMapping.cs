namespace Millrace.Jobs.Specification.Yaml;

/// <summary>A map with text keys, in the order written; keys are distinct.</summary>
internal sealed record YamlMapping : YamlNode
{
    /// <summary>A map of <paramref name="entries"/>; keeps the argument.</summary>
    public YamlMapping(int line, int column, IReadOnlyList<YamlEntry> entries)
        : base(line, column)
    {
        Entries = entries;
        Size = 1 + entries.Sum(entry => 1 + entry.Value.Size);
    }

    /// <summary>The entries in order.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; }

    /// <inheritdoc/>
    public override long Size { get; }

    /// <inheritdoc/>
    public override string Words => "a map";
}

namespace Millrace.Jobs.Specification.Yaml;

/// <summary>A list.</summary>
internal sealed record YamlSequence : YamlNode
{
    /// <summary>A list of <paramref name="items"/>; keeps the argument.</summary>
    public YamlSequence(int line, int column, IReadOnlyList<YamlNode> items)
        : base(line, column)
    {
        Items = items;
        Size = 1 + items.Sum(item => item.Size);
    }

    /// <summary>The items in order.</summary>
    public IReadOnlyList<YamlNode> Items { get; }

    /// <inheritdoc/>
    public override long Size { get; }

    /// <inheritdoc/>
    public override string Words => "a list";
}

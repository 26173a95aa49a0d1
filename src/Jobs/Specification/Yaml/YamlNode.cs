namespace Millrace.Jobs.Specification.Yaml;

/// <summary>A node of a job file with the place it stands at. An alias is the node it points to.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>What a message calls this kind of node.</summary>
    public abstract string Words { get; }

    /// <summary>Nodes below and including this one, aliases counted as often as they are used.</summary>
    public abstract long Size { get; }
}

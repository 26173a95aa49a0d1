namespace Millrace.Jobs.Reporting;

/// <summary>What a comparison with planted dirt reads; full paths.</summary>
internal sealed record TruthFiles
{
    /// <summary>What was planted.</summary>
    public required string Truth { get; init; }

    /// <summary>The rows before dirt was planted.</summary>
    public required string Original { get; init; }

    /// <summary>The integer column that names a row.</summary>
    public required string Key { get; init; }

    /// <summary>The clean rows after duplicate removal.</summary>
    public required IReadOnlyList<string> Clean { get; init; }

    /// <summary>The quarantined rows.</summary>
    public required IReadOnlyList<string> Quarantined { get; init; }
}

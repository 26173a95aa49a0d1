namespace Millrace.Jobs.Places;

/// <summary>Duplicates to remove.</summary>
internal sealed record DedupeRequest
{
    /// <summary>Name of the stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Key of the stage: work of an earlier run with the same key may be used again.</summary>
    public required string Key { get; init; }

    /// <summary>Full paths of clean Parquet files; at least one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Equal in these (never floating point; a null equals nothing), or null: equal in the row hash.</summary>
    public required IReadOnlyList<string>? KeyColumns { get; init; }

    /// <summary>Where the survivors go; a full path.</summary>
    public required string OutputFolder { get; init; }
}

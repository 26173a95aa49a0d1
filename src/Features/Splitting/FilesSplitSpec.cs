namespace Millrace.Features.Splitting;

/// <summary>Parts by the file that a row comes from. Immutable and thread-safe.</summary>
public sealed record FilesSplitSpec : SplitSpec
{
    /// <summary>Files, folders or globs of test rows.</summary>
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <summary>Share of the rows of the input for validation, by hash, where <see cref="ValidationFiles"/> is empty; 0 to below 1.</summary>
    public double Validation { get; init; } = 0.15;

    /// <summary>Files, folders or globs of validation rows.</summary>
    public IReadOnlyList<string> ValidationFiles { get; init; } = [];

    /// <summary>Columns whose equal values stay together where a share is taken; empty: each row by itself.</summary>
    public IReadOnlyList<string> By { get; init; } = [];
}

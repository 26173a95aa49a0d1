namespace Millrace.Features.Splitting;

/// <summary>Shares by a keyed hash of the row hash, or of the columns of <see cref="By"/>. Immutable and thread-safe.</summary>
public sealed record HashSplitSpec : SplitSpec
{
    /// <summary>Share of rows for validation, 0 to below 1.</summary>
    public double Validation { get; init; } = 0.15;

    /// <summary>Share of rows for test, 0 to below 1; both together below 1.</summary>
    public double Test { get; init; } = 0.15;

    /// <summary>Columns whose equal values stay in one part (null equals null here); empty: each row by itself.</summary>
    public IReadOnlyList<string> By { get; init; } = [];
}

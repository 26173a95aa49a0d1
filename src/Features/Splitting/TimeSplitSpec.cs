namespace Millrace.Features.Splitting;

/// <summary>
/// Parts by time: two cuts give train before the first, validation from it, test from the second; one cut gives test from it, and
/// validation as a share of the rows before it. A row without a time goes to train. Immutable and thread-safe.
/// </summary>
public sealed record TimeSplitSpec : SplitSpec
{
    /// <summary>A date, timestamp or timestamp_local column of the contract.</summary>
    public required string Column { get; init; }

    /// <summary>
    /// One or two ascending cuts in ISO 8601, as <c>2013-01-15</c> or <c>2013-01-15T06:00:00</c>; for a timestamp in UTC. The cut itself belongs to the later part.
    /// </summary>
    public required IReadOnlyList<string> Cuts { get; init; }

    /// <summary>With one cut: share of the earlier rows for validation, by hash; 0 to below 1.</summary>
    public double Validation { get; init; } = 0.15;
}

namespace Millrace.Features.Splitting;

/// <summary>
/// Parts by the values of a string, integer or boolean column. Rows with other values, or none, go to train. Immutable and thread-safe.
/// </summary>
public sealed record ColumnSplitSpec : SplitSpec
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>Values of test rows, as text (<c>true</c> and <c>false</c> for booleans).</summary>
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <summary>Values of validation rows, as text; empty takes <see cref="ValidationShare"/>.</summary>
    public IReadOnlyList<string> Validation { get; init; } = [];

    /// <summary>Where no validation values are given: share of the rows outside test, by hash; 0 to below 1.</summary>
    public double ValidationShare { get; init; } = 0.15;
}

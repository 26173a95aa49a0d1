namespace Millrace.Jobs.Specification.Relations;

/// <summary>A column by which the surviving row is chosen. Null loses against every value.</summary>
public sealed record SurvivorSpec
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>Which value wins.</summary>
    public required Preference Prefer { get; init; }
}

namespace Millrace.Jobs.Specification.Relations;

/// <summary>
/// One row for each set of equal columns, with aggregates; rows with a null among them are left out. Not of <c>rows</c>, because rows of the test would then
/// tell about themselves: a window over time does that without looking ahead.
/// </summary>
public sealed record GroupStep : RelationStep
{
    /// <summary>The columns that make a group.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>New columns.</summary>
    public required IReadOnlyDictionary<string, AggregateSpec> Values { get; init; }
}

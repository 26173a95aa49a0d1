namespace Millrace.Jobs.Specification.Relations;

/// <summary>Of the rows that are equal in some columns, one stays: the first in the stated order, and of equals the one of smallest row hash. A null equals nothing.</summary>
public sealed record DistinctStep : RelationStep
{
    /// <summary>The columns.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>Which row survives; empty: the one of smallest row hash.</summary>
    public IReadOnlyList<SurvivorSpec> Keep { get; init; } = [];
}

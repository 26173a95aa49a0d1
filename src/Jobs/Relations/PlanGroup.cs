namespace Millrace.Jobs.Relations;

/// <summary>One row for each set of equal columns.</summary>
internal sealed record PlanGroup : PlanStep
{
    public required IReadOnlyList<string> By { get; init; }

    public required IReadOnlyList<PlanAggregate> Aggregates { get; init; }
}

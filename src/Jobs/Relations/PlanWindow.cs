namespace Millrace.Jobs.Relations;

/// <summary>Aggregates over a stretch of time before each row.</summary>
internal sealed record PlanWindow : PlanStep
{
    public required PlanTable With { get; init; }

    public required IReadOnlyList<PlanKey> Keys { get; init; }

    /// <summary>Int64 times of both tables.</summary>
    public required PlanKey Time { get; init; }

    /// <summary>Where the stretch begins: this much before the row, itself included.</summary>
    public required long From { get; init; }

    /// <summary>Where it ends: this much before the row, itself included.</summary>
    public required long To { get; init; }

    public required IReadOnlyList<PlanAggregate> Aggregates { get; init; }
}

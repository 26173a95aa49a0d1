namespace Millrace.Jobs.Relations;

/// <summary>An as-of join.</summary>
internal sealed record PlanAsOf : PlanStep
{
    public required PlanTable With { get; init; }

    public required IReadOnlyList<PlanKey> Keys { get; init; }

    /// <summary>Int64 times of both tables.</summary>
    public required PlanKey Time { get; init; }

    /// <summary>Oldest age, in the times' unit.</summary>
    public required long Within { get; init; }

    public required bool Equal { get; init; }

    public required IReadOnlyList<PlanTake> Takes { get; init; }
}

using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Relations;

/// <summary>An equality join.</summary>
internal sealed record PlanJoin : PlanStep
{
    public required PlanTable With { get; init; }

    public required IReadOnlyList<PlanKey> Keys { get; init; }

    public required JoinKind Kind { get; init; }

    public required FanOut FanOut { get; init; }

    public required IReadOnlyList<PlanTake> Takes { get; init; }
}

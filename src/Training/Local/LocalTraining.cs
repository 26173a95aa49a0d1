namespace Millrace.Training.Local;

/// <summary>
/// Training in rounds (as DiLoCo: Douillard et al., 2023): R replicas each take H steps on their own lanes, then their changes are added in a tree and an outer step follows them. Part of
/// the plan, because another R or H is another model.
/// </summary>
public sealed record LocalTraining
{
    /// <summary>R, replicas: a power of two up to the lanes. Each has R-th of the lanes, and so B/R rows of every step.</summary>
    public int Replicas { get; init; } = 4;

    /// <summary>H, steps of a round; the last round of an epoch may have fewer.</summary>
    public int StepsPerRound { get; init; } = 50;

    /// <summary>What becomes of a replica's optimiser state between rounds.</summary>
    public InnerState InnerState { get; init; } = InnerState.Carry;
}

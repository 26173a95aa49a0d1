namespace Millrace.Jobs.Specification;

/// <summary>From which probability a row of a binary label counts as class 1. The comparison with the baselines stays at one half.</summary>
public sealed record ThresholdSpec
{
    /// <summary>How it is chosen; one half where there are no validation rows.</summary>
    public ThresholdRule By { get; init; } = ThresholdRule.F1;

    /// <summary>The threshold for <see cref="ThresholdRule.Fixed"/>.</summary>
    public double Value { get; init; } = 0.5;

    /// <summary>What a row of class 0 costs that is taken for class 1; for <see cref="ThresholdRule.Cost"/>.</summary>
    public double FalsePositiveCost { get; init; } = 1;

    /// <summary>What a row of class 1 costs that is missed; for <see cref="ThresholdRule.Cost"/>.</summary>
    public double FalseNegativeCost { get; init; } = 1;
}

namespace Millrace.Training.Optimizers;

/// <summary>AdamW (Loshchilov and Hutter 2019): Adam whose weight decay multiplies the weights by 1 − rate × decay.</summary>
public sealed record AdamWSpec : OptimizerSpec
{
    /// <inheritdoc/>
    public override double Rate { get; init; } = 0.001;

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε.</summary>
    public double Epsilon { get; init; } = 1e-8;
}

namespace Millrace.Training.Optimizers;

/// <summary>Adam (Kingma and Ba 2015), ε added after the root; weight decay is added to the gradient.</summary>
public sealed record AdamSpec : OptimizerSpec
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

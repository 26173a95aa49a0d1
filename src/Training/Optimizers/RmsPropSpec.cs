namespace Millrace.Training.Optimizers;

/// <summary>RMSprop (Tieleman and Hinton 2012): s = α s + (1 − α) g²; w −= rate g / (√s + ε).</summary>
public sealed record RmsPropSpec : OptimizerSpec
{
    /// <inheritdoc/>
    public override double Rate { get; init; } = 0.01;

    /// <summary>α.</summary>
    public double Smoothing { get; init; } = 0.99;

    /// <summary>ε.</summary>
    public double Epsilon { get; init; } = 1e-8;
}

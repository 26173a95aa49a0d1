namespace Millrace.Training.Optimizers;

/// <summary>Adagrad (Duchi, Hazan and Singer 2011): s += g²; w −= rate g / (√s + ε).</summary>
public sealed record AdagradSpec : OptimizerSpec
{
    /// <inheritdoc/>
    public override double Rate { get; init; } = 0.01;

    /// <summary>ε.</summary>
    public double Epsilon { get; init; } = 1e-10;
}

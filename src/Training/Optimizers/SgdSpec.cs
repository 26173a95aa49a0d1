namespace Millrace.Training.Optimizers;

/// <summary>Stochastic gradient descent: v = μ v + g; w −= rate v, or for Nesterov w −= rate (g + μ v).</summary>
public sealed record SgdSpec : OptimizerSpec
{
    /// <inheritdoc/>
    public override double Rate { get; init; } = 0.01;

    /// <summary>μ; 0: plain descent, without state.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the gradient is looked up ahead (Nesterov); needs momentum.</summary>
    public bool Nesterov { get; init; }
}

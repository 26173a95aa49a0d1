namespace Millrace.Training.Layers.Normalisation;

/// <summary>Batch normalisation per channel. In training each lane uses its own rows (fewer than 8: the running statistics).</summary>
public sealed record BatchNormSpec : LayerSpec
{
    /// <summary>Share of the new statistics in the running ones.</summary>
    public double Momentum { get; init; } = 0.1;

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; init; } = 1e-5;
}

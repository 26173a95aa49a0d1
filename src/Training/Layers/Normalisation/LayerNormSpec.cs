namespace Millrace.Training.Layers.Normalisation;

/// <summary>Layer normalisation along the last axis, with scale and shift.</summary>
public sealed record LayerNormSpec : LayerSpec
{
    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; init; } = 1e-5;
}

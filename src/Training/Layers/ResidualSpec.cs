namespace Millrace.Training.Layers;

/// <summary>y = x + layers(x); the layers keep the shape.</summary>
public sealed record ResidualSpec : LayerSpec
{
    /// <summary>The layers beside the identity.</summary>
    public required IReadOnlyList<LayerSpec> Layers { get; init; }
}

namespace Millrace.Training.Layers;

/// <summary>A dense layer along the last axis: y = f(x W + b), W [in, units].</summary>
public sealed record DenseSpec : LayerSpec
{
    /// <summary>Outputs; 1 to 65,536.</summary>
    public required int Units { get; init; }

    /// <summary>Function applied to the outputs.</summary>
    public Activation Activation { get; init; } = Activation.Linear;

    /// <summary>Whether b is there.</summary>
    public bool Bias { get; init; } = true;
}

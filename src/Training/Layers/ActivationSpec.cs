namespace Millrace.Training.Layers;

/// <summary>An activation on its own.</summary>
public sealed record ActivationSpec : LayerSpec
{
    /// <summary>The function.</summary>
    public required Activation Function { get; init; }
}

namespace Millrace.Training.Layers.Images;

/// <summary>Maximum over windows of an image; windows that do not fit are dropped; ties take the lowest index.</summary>
public sealed record MaxPoolSpec : LayerSpec
{
    /// <summary>Height and width of the window.</summary>
    public int Size { get; init; } = 2;

    /// <summary>Step of the window; null: its size.</summary>
    public int? Stride { get; init; }
}

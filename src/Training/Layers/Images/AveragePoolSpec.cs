namespace Millrace.Training.Layers.Images;

/// <summary>Mean over windows of an image; windows that do not fit are dropped.</summary>
public sealed record AveragePoolSpec : LayerSpec
{
    /// <summary>Height and width of the window.</summary>
    public int Size { get; init; } = 2;

    /// <summary>Step of the window; null: its size.</summary>
    public int? Stride { get; init; }
}

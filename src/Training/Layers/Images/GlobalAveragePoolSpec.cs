namespace Millrace.Training.Layers.Images;

/// <summary>Mean over all positions of an image, or over the valid steps of a sequence, per channel.</summary>
public sealed record GlobalAveragePoolSpec : LayerSpec;

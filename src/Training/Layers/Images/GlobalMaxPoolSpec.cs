namespace Millrace.Training.Layers.Images;

/// <summary>Maximum over all positions of an image, or over the valid steps of a sequence, per channel; ties take the first.</summary>
public sealed record GlobalMaxPoolSpec : LayerSpec;

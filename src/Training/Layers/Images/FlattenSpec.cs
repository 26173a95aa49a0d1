namespace Millrace.Training.Layers.Images;

/// <summary>Views an image or a sequence as one vector, in (row, column, channel) or (time, channel) order.</summary>
public sealed record FlattenSpec : LayerSpec;

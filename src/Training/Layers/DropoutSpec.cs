namespace Millrace.Training.Layers;

/// <summary>Sets elements to zero in training with probability <see cref="Rate"/> and divides the others by 1 − rate.</summary>
/// <remarks>Drawn by Philox keyed by (seed, layer, step, row id), so that neither lanes nor ranks matter.</remarks>
public sealed record DropoutSpec : LayerSpec
{
    /// <summary>Probability of zero, at least 0 and below 1.</summary>
    public required double Rate { get; init; }
}

namespace Millrace.Training.Layers.Sequences;

/// <summary>Multi-head self-attention over the valid steps of a sequence; scores scaled by 1/√(head size).</summary>
public sealed record AttentionSpec : LayerSpec
{
    /// <summary>Heads; divides the channels.</summary>
    public required int Heads { get; init; }
}

namespace Millrace.Training.Layers.Sequences;

/// <summary>Simple recurrent layer: h = tanh(x W + h U + b), from h = 0, over the valid steps of a sequence.</summary>
public sealed record RnnSpec : LayerSpec
{
    /// <summary>Size of the state.</summary>
    public required int Units { get; init; }

    /// <summary>False: the state after the last valid step; true: the state after every step (zero beyond the length).</summary>
    public bool ReturnSequence { get; init; }
}

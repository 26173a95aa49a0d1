namespace Millrace.Training.Layers.Sequences;

/// <summary>Long short-term memory, gates in the order i, f, g, o, from zero states, over the valid steps of a sequence.</summary>
public sealed record LstmSpec : LayerSpec
{
    /// <summary>Size of the state.</summary>
    public required int Units { get; init; }

    /// <summary>False: the state after the last valid step; true: the state after every step (zero beyond the length).</summary>
    public bool ReturnSequence { get; init; }
}

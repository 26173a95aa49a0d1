namespace Millrace.Training.Layers.Sequences;

/// <summary>Gated recurrent unit, gates in the order r, z, n with n = tanh(x W + b + r (h U + c)), from h = 0, over the valid steps.</summary>
public sealed record GruSpec : LayerSpec
{
    /// <summary>Size of the state.</summary>
    public required int Units { get; init; }

    /// <summary>False: the state after the last valid step; true: the state after every step (zero beyond the length).</summary>
    public bool ReturnSequence { get; init; }
}

namespace Millrace.Training.Losses;

/// <summary>½ d² for |d| ≤ δ, else δ (|d| − ½ δ), with d = p − y.</summary>
public sealed record HuberLossSpec : LossSpec
{
    /// <summary>δ, positive, in units of the (standardised) label.</summary>
    public double Delta { get; init; } = 1;
}

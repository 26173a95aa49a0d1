namespace Millrace.Training.Losses;

/// <summary>Pinball loss: τ (y − p) for y ≥ p, else (1 − τ)(p − y).</summary>
public sealed record QuantileLossSpec : LossSpec
{
    /// <summary>τ, strictly between 0 and 1.</summary>
    public double Level { get; init; } = 0.5;
}

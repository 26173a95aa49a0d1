namespace Millrace.Training.Losses;

/// <summary>Binary cross entropy of logits; labels 0 or 1 (or a probability between).</summary>
public sealed record LogisticLossSpec : LossSpec
{
    /// <summary>Weight of rows with label 0 and of rows with label 1; null: both 1. Part of the weight of the row.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }
}

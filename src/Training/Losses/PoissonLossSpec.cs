namespace Millrace.Training.Losses;

/// <summary>exp(p) − y p; the prediction is exp(p).</summary>
public sealed record PoissonLossSpec : LossSpec;

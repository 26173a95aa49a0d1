namespace Millrace.Training.Losses;

/// <summary>(p − y)², mean over the columns of the target.</summary>
public sealed record SquaredLossSpec : LossSpec;

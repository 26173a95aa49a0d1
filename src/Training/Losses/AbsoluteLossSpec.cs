namespace Millrace.Training.Losses;

/// <summary>|p − y|, mean over the columns of the target; gradient 0 at equality.</summary>
public sealed record AbsoluteLossSpec : LossSpec;

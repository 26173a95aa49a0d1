namespace Millrace.Training.Hosting;

/// <summary>The rows of a run, over all its lanes.</summary>
/// <param name="Train">Training rows.</param>
/// <param name="Validation">Validation rows; 0 where there are none.</param>
public readonly record struct RunRows(long Train, long Validation);

namespace Millrace.Training.Optimizers;

/// <summary>What happened in an optimiser step.</summary>
/// <param name="IsFinite">False: the gradient had NaN or infinite elements and nothing was changed, or a running statistic has become one.</param>
/// <param name="GradientNorm">Euclidean norm of the gradient before clipping; NaN where it was not finite.</param>
/// <param name="Clipped">Whether the gradient was scaled down.</param>
/// <param name="FirstNotFinite">Index of the first parameter whose gradient is not finite, or of the first such running statistic; else −1.</param>
public readonly record struct StepOutcome(bool IsFinite, double GradientNorm, bool Clipped, int FirstNotFinite);

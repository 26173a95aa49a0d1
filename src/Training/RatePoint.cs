namespace Millrace.Training;

/// <summary>One step of a rate sweep.</summary>
/// <param name="Rate">Its learning rate.</param>
/// <param name="Loss">Weighted mean loss of its rows, before the step.</param>
/// <param name="SmoothLoss">Exponential average of the losses so far (0.9), corrected for its start.</param>
public sealed record RatePoint(double Rate, double Loss, double SmoothLoss);

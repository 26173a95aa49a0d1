namespace Millrace.Training.Calibration;

/// <summary>The temperature of one classification target, and what it did to the rows it was fitted on.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Temperature">Its logits are divided by this: above 1 the network was too sure, below 1 not sure enough.</param>
/// <param name="LossBefore">Mean log loss of the rows at temperature 1.</param>
/// <param name="LossAfter">The same at <paramref name="Temperature"/>; never above.</param>
/// <param name="Rows">Rows it was fitted on.</param>
public sealed record TargetCalibration(string Target, double Temperature, double LossBefore, double LossAfter, int Rows)
{
    /// <summary>Why nothing was fitted and <see cref="Temperature"/> is 1, in a sentence; null where it was fitted, or where none is better than 1.</summary>
    public string? Note { get; init; }
}

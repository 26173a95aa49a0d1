namespace Millrace.Training.Networks;

/// <summary>
/// float64 sums over rows of one step or one evaluation, combined by the lane tree. Ranks add <see cref="Values"/>
/// element by element in the tree over ranks. Reused from step to step; not thread-safe.
/// </summary>
public sealed class StepSums
{
    private const int RowsIndex = 0;
    private const int WeightIndex = 1;
    private const int LossIndex = 2;
    internal const int FirstTarget = 3;
    internal const int PerTarget = 3;

    /// <summary>Sums for a network.</summary>
    public StepSums(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Values = new double[network.SumCount];
    }

    /// <summary>The flat sums: rows, weight, loss; per target loss and two metric sums; rows seen by each batch normalisation.</summary>
    public double[] Values { get; }

    /// <summary>Rows.</summary>
    public double Rows => Values[RowsIndex];

    /// <summary>Sum of row weights: what gradients and losses are divided by.</summary>
    public double Weight => Values[WeightIndex];

    /// <summary>Weighted sum of losses over all targets.</summary>
    public double Loss => Values[LossIndex];

    /// <summary>Weighted sum of the loss of target <paramref name="target"/>, without the target's own weight.</summary>
    public double TargetLoss(int target) => Values[FirstTarget + (PerTarget * target)];

    /// <summary>Weighted sum of absolute errors in the label's unit (mean over columns), or the weight of rows classified right.</summary>
    public double AbsoluteErrorOrCorrect(int target) => Values[FirstTarget + (PerTarget * target) + 1];

    /// <summary>Weighted sum of squared errors in the label's unit (mean over columns); 0 for classification.</summary>
    public double SquaredError(int target) => Values[FirstTarget + (PerTarget * target) + 2];

    /// <summary>Sets every sum to zero.</summary>
    public void Clear() => Array.Clear(Values);
}

namespace Millrace.Jobs.Specification;

/// <summary>What the network is compared with, on the same rows.</summary>
public sealed record BaselineSpec
{
    /// <summary>Whether a linear model is trained.</summary>
    public bool Linear { get; init; } = true;

    /// <summary>Whether gradient-boosted trees (LightGBM) are trained.</summary>
    public bool Lightgbm { get; init; } = true;

    /// <summary>
    /// A column that holds a forecast already, such as the same weekday's value of the week before, in the label's unit; null: none. It is a feature as well, its first
    /// step pass_through.
    /// </summary>
    public string? Naive { get; init; }

    /// <summary>Most training rows for the baselines, and most validation rows; of more, those of smallest keyed hash are taken, and the report says so.</summary>
    public int MaxRows { get; init; } = 500_000;
}

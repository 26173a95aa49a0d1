namespace Millrace.Jobs.Progress;

/// <summary>How the network compares with the baselines on the same test rows.</summary>
public sealed record ModelQuality
{
    /// <summary>Rows of the test part that have a label: every score below is over all of them.</summary>
    public required long TestRows { get; init; }

    /// <summary>The metric that decides, such as <c>mae</c>.</summary>
    public required string DecidingMetric { get; init; }

    /// <summary>True where less of the deciding metric is better.</summary>
    public required bool LowerIsBetter { get; init; }

    /// <summary>The network first, then the baselines.</summary>
    public required IReadOnlyList<ModelScore> Models { get; init; }

    /// <summary>Whether the network is better than every baseline on the deciding metric; null where there is no baseline.</summary>
    public bool? NetworkEarnedItsPlace { get; init; }

    /// <summary>(linear − network) / (linear − trees) on the deciding metric: 1 is level with the trees; null where either is missing.</summary>
    public double? ShareOfTheTreesGain { get; init; }

    /// <summary>Rows that the baselines were trained on where those are not all; null where they are.</summary>
    public long? BaselineTrainingRows { get; init; }
}

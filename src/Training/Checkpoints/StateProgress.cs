namespace Millrace.Training.Checkpoints;

/// <summary>The part of the state that is not arrays.</summary>
internal sealed record StateProgress
{
    /// <summary>The running epoch, from 1.</summary>
    public int Epoch { get; init; } = 1;

    /// <summary>Steps done in the epoch; S means that only its validation is missing.</summary>
    public long StepInEpoch { get; init; }

    /// <summary>Steps done since the start of training.</summary>
    public long Step { get; init; }

    /// <summary>Steps that the optimiser counts.</summary>
    public long OptimizerSteps { get; init; }

    /// <summary>Weighted sum of losses of the epoch so far.</summary>
    public double EpochLoss { get; init; }

    /// <summary>Sum of row weights of the epoch so far.</summary>
    public double EpochWeight { get; init; }

    /// <summary>Rows of the epoch so far.</summary>
    public double EpochRows { get; init; }

    /// <summary>Clipped steps of the epoch so far.</summary>
    public long EpochClipped { get; init; }

    /// <summary>Clipped steps since the start.</summary>
    public long Clipped { get; init; }

    /// <summary>Gradient norm and rate of the last step.</summary>
    public double LastNorm { get; init; }

    /// <summary>Rate of the last step.</summary>
    public double LastRate { get; init; }

    /// <summary>The best epoch; 0 before there is one.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Its value of the watched metric; null before.</summary>
    public double? BestValue { get; init; }

    /// <summary>Epochs since then without a gain.</summary>
    public int EpochsWithoutGain { get; init; }

    /// <summary>In mode <c>local</c>: the blobs of the replicas' own states.</summary>
    public IReadOnlyList<string> Inner { get; init; } = [];

    /// <summary>One record a finished epoch.</summary>
    public IReadOnlyList<EpochRecord> History { get; init; } = [];
}

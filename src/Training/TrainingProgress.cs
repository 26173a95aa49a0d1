namespace Millrace.Training;

/// <summary>Where training is; reported by rank 0 a few times a second at most.</summary>
public sealed record TrainingProgress
{
    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Most epochs.</summary>
    public required int MaxEpochs { get; init; }

    /// <summary>Steps done in the epoch.</summary>
    public required long Step { get; init; }

    /// <summary>S, steps of an epoch.</summary>
    public required long StepsPerEpoch { get; init; }

    /// <summary>Mean loss of the epoch's rows so far.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>The watched validation metric after the last whole epoch; null before.</summary>
    public double? Validation { get; init; }

    /// <summary>The best of it so far; null before.</summary>
    public double? BestValidation { get; init; }

    /// <summary>Learning rate of the last step.</summary>
    public required double Rate { get; init; }

    /// <summary>Rows a second over all ranks.</summary>
    public required double RowsPerSecond { get; init; }

    /// <summary>Share of the rank's time spent waiting for rows, 0 to 1.</summary>
    public required double DataShare { get; init; }

    /// <summary>Share of the rank's time spent summing over ranks, 0 to 1.</summary>
    public required double CommunicationShare { get; init; }
}

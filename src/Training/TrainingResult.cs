namespace Millrace.Training;

/// <summary>What training gave.</summary>
public sealed record TrainingResult
{
    /// <summary>The model with the best weights (the averaged ones where the plan averages).</summary>
    public required TrainedModel Model { get; init; }

    /// <summary>One record an epoch.</summary>
    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>Why training ended.</summary>
    public required StopReason Reason { get; init; }

    /// <summary>SHA-256 (lowercase hex) of the model's weights as little-endian float32.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>The epoch whose weights the model has, from 1.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Steps since the start of training.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps whose gradient was clipped.</summary>
    public required long ClippedSteps { get; init; }

    /// <summary>The step that training went on from; 0 when it started anew.</summary>
    public required long ResumedFromStep { get; init; }

    /// <summary>What a person should know: a damaged checkpoint passed over, a file rebuilt.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

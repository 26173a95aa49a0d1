namespace Millrace.Training.Ranks;

/// <summary>How a rank process ended well. The model itself is a file.</summary>
internal sealed record RankDone
{
    /// <summary>Null where it was cancelled.</summary>
    public StopReason? Reason { get; init; }

    public required IReadOnlyList<EpochRecord> History { get; init; }

    public required int BestEpoch { get; init; }

    public required long Steps { get; init; }

    public required long Clipped { get; init; }

    public required long ResumedFromStep { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }
}

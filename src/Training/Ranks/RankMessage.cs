namespace Millrace.Training.Ranks;

/// <summary>A line from a rank process: exactly one member is set.</summary>
internal sealed record RankMessage
{
    /// <summary>The port it listens on.</summary>
    public int? Port { get; init; }

    public TrainingProgress? Progress { get; init; }

    /// <summary>A log message.</summary>
    public RankLogLine? Line { get; init; }

    public RankDone? Done { get; init; }

    public RankFailure? Failure { get; init; }
}

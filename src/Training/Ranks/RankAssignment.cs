namespace Millrace.Training.Ranks;

/// <summary>What a rank process is told through its standard input. The secret is here and never in arguments.</summary>
internal sealed record RankAssignment
{
    public required TrainingPlan Plan { get; init; }

    public required int Rank { get; init; }

    public required int Ranks { get; init; }

    public required ulong Run { get; init; }

    public required string Secret { get; init; }

    public string? Certificate { get; init; }

    public required LaneReference Train { get; init; }

    public LaneReference? Validation { get; init; }

    public string? CheckpointFolder { get; init; }

    public required TimeSpan CheckpointInterval { get; init; }

    public required int CheckpointSteps { get; init; }

    public required long ReadAheadBytes { get; init; }

    public required bool Resume { get; init; }

    public string? MetricsFile { get; init; }

    /// <summary>Where rank 0 leaves the model.</summary>
    public required string ModelFile { get; init; }

    public TimeSpan? Deadline { get; init; }

    public required TimeSpan ProgressInterval { get; init; }

    public required TimeSpan PeerTimeout { get; init; }

    public required TimeSpan StepDeadline { get; init; }

    public TrainingOptions ToOptions() => new()
    {
        Ranks = Ranks,
        CheckpointFolder = CheckpointFolder,
        CheckpointInterval = CheckpointInterval,
        CheckpointSteps = CheckpointSteps,
        ReadAheadBytes = ReadAheadBytes,
        Resume = Resume,
        MetricsFile = MetricsFile,
        Deadline = Deadline,
        ProgressInterval = ProgressInterval,
        PeerTimeout = PeerTimeout,
        StepDeadline = StepDeadline,
    };
}

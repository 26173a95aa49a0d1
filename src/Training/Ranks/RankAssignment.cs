using Microsoft.Extensions.Logging;

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

    /// <summary>The least level that the parent's logger wants.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>The options of the rank.</summary>
    /// <param name="logger">Its logger.</param>
    public TrainingOptions ToOptions(ILogger logger) => new()
    {
        Logger = logger,
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

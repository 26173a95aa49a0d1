namespace Millrace.Training.Checkpoints;

/// <summary>What a checkpoint says before its arrays.</summary>
internal sealed record CheckpointHeader
{
    public required string Version { get; init; }

    /// <summary>Hash of the plan: another plan's checkpoint is refused.</summary>
    public required string PlanHash { get; init; }

    /// <summary>Names and shapes of the parameters: another network's checkpoint is refused with the first difference.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>Hash of the row counts of all lanes: other data is refused.</summary>
    public required string Data { get; init; }

    public required StateProgress Progress { get; init; }
}

namespace Millrace.Jobs.Cluster.Training;

/// <summary>What the tasks of a preflight look at.</summary>
internal sealed record PreflightSettings
{
    /// <summary>How they meet; null where ordinary tasks train, which meet nobody and report to nobody.</summary>
    public MeetingSettings? Meeting { get; init; }

    /// <summary>Addresses under which the driver may be reached, for reports; empty where it does not listen.</summary>
    public required IReadOnlyList<string> Push { get; init; }

    /// <summary>A folder that driver and executors share, for reports; null where there is none.</summary>
    public string? ProgressFolder { get; init; }
}

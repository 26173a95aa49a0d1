using System.Text.Json;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>What travels to the tasks of a segment.</summary>
internal sealed record SegmentSettings
{
    /// <summary>The plan (<c>TrainingPlan.ToJson</c>).</summary>
    public required JsonElement Plan { get; init; }

    /// <summary>N, the ranks; each task has N / tasks of them as threads.</summary>
    public required int Ranks { get; init; }

    /// <summary>Tasks of the stage.</summary>
    public required int Tasks { get; init; }

    /// <summary>How they meet.</summary>
    public required MeetingSettings Meeting { get; init; }

    /// <summary>Names the spool files of this run: letters and digits.</summary>
    public required string Run { get; init; }

    /// <summary>Training rows.</summary>
    public required TrainingRows Train { get; init; }

    /// <summary>Validation rows; null where there are none.</summary>
    public TrainingRows? Validation { get; init; }

    /// <summary>Memory for rows while they are sorted into lanes, bytes a task.</summary>
    public required long SpoolBytes { get; init; }

    /// <summary>The checkpoint to go on from; null starts anew.</summary>
    public string? StateFile { get; init; }

    /// <summary>Where ranks leave their parts of the state; null: they come as rows.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Ends the segment after so many steps; 0: by time only.</summary>
    public long SegmentSteps { get; init; }

    /// <summary>Ends the segment after this time.</summary>
    public TimeSpan? SegmentTime { get; init; }

    /// <summary>Ends training after this time.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Where rank 0 reports while it trains; null: nowhere.</summary>
    public ProgressTarget? Progress { get; init; }
}

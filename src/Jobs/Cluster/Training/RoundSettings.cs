using System.Text.Json;
using Millrace.Training.Local;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>What travels to the tasks of a round. There is no secret in it: replicas meet nobody.</summary>
internal sealed record RoundSettings
{
    /// <summary>The plan (<c>TrainingPlan.ToJson</c>).</summary>
    public required JsonElement Plan { get; init; }

    /// <summary>What the round is.</summary>
    public required RoundOrder Order { get; init; }

    /// <summary>Tasks of the stage; each has an equal share of the replicas.</summary>
    public required int Tasks { get; init; }

    /// <summary>Names the spool files of this run: letters and digits.</summary>
    public required string Run { get; init; }

    /// <summary>Training rows.</summary>
    public required TrainingRows Train { get; init; }

    /// <summary>Validation rows; null where there are none.</summary>
    public TrainingRows? Validation { get; init; }

    /// <summary>Memory for rows while they are sorted into lanes, bytes a task.</summary>
    public required long SpoolBytes { get; init; }

    /// <summary>The folder of weights, changes and inner states, seen by all.</summary>
    public required string BlobFolder { get; init; }
}

using Millrace.Training;
using Millrace.Training.Hosting;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>One training on a cluster: what is trained, on which rows, and where its state is kept.</summary>
internal sealed record ClusterTrainingRun
{
    /// <summary>The plan; without early stopping where there are no validation rows.</summary>
    public required TrainingPlan Plan { get; init; }

    /// <summary>N.</summary>
    public required int Ranks { get; init; }

    /// <summary>Names the run: letters and digits. Equal for a run that goes on.</summary>
    public required string Key { get; init; }

    /// <summary>Training rows.</summary>
    public required TrainingRows Train { get; init; }

    /// <summary>Validation rows; null where there are none.</summary>
    public TrainingRows? Validation { get; init; }

    /// <summary>The rows of both.</summary>
    public RunRows Rows => new(Train.Rows, Validation?.Rows ?? 0);

    /// <summary>Checkpoints, as a training on this machine writes and reads them. Seen by the executors.</summary>
    public required string CheckpointFolder { get; init; }

    /// <summary>The work folder, which driver and executors share.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>One line an epoch.</summary>
    public required string MetricsFile { get; init; }

    /// <summary>Ends training after this time.</summary>
    public TimeSpan? Deadline { get; init; }
}

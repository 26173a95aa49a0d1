namespace Millrace.Training.Local;

/// <summary>A training in rounds: what is trained, how many rows there are, and where its state is kept.</summary>
public sealed record LocalRun
{
    /// <summary>The plan, with <see cref="TrainingPlan.Local"/>; without early stopping where there are no validation rows.</summary>
    public required TrainingPlan Plan { get; init; }

    /// <summary>Training rows of all lanes.</summary>
    public required long TrainRows { get; init; }

    /// <summary>Validation rows of all lanes.</summary>
    public required long ValidationRows { get; init; }

    /// <summary>Where rounds are run.</summary>
    public required IRoundPlace Place { get; init; }

    /// <summary>What rounds hand to each other.</summary>
    public required IBlobStore Blobs { get; init; }

    /// <summary>Checkpoints, deadline, metrics, clock. Ranks do not matter here.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Gets a report a round; null: none.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}

using Millrace.Training.Lanes;

namespace Millrace.Training;

/// <summary>Trains a plan on lanes with any number of ranks; the weights do not depend on how many.</summary>
public static class Trainer
{
    /// <summary>Trains and gives the model with the best weights.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="trainLanes">Training rows: all lanes.</param>
    /// <param name="validationLanes">Validation rows in as many lanes; null or empty where there are none (then no early stopping).</param>
    /// <param name="options">Ranks, folders, clock.</param>
    /// <param name="progress">Gets reports; null: none.</param>
    /// <param name="cancellationToken">Stops at the end of the step: a checkpoint is written first, where there is a folder.</param>
    /// <exception cref="TrainingException">Faulty plan or options, no training rows, numbers that are not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; training can be resumed.</exception>
    public static Task<TrainingResult> RunAsync(
        TrainingPlan plan,
        ILaneSource trainLanes,
        ILaneSource? validationLanes,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(trainLanes);
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromException<TrainingResult>(new NotSupportedException("waits for the network"));
    }
}

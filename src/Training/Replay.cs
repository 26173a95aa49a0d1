using Millrace.Training.Checkpoints;
using Millrace.Training.Collectives;
using Millrace.Training.Lanes;
using Millrace.Training.Ranks;

namespace Millrace.Training;

/// <summary>Recomputes steps from a checkpoint, to show that a stored state follows from the one before. Writes nothing.</summary>
public static class Replay
{
    /// <summary>Computes one step from a checkpoint, or all steps up to a later checkpoint, and compares the parameters.</summary>
    /// <param name="plan">The plan of the run.</param>
    /// <param name="trainLanes">The run's training rows.</param>
    /// <param name="validationLanes">The run's validation rows, where it had some.</param>
    /// <param name="fromCheckpoint">The checkpoint to start from.</param>
    /// <param name="toCheckpoint">A later checkpoint to reach and compare with; null: one step.</param>
    /// <param name="ranks">Ranks to compute with; any number gives the same bytes.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <exception cref="CheckpointException">A checkpoint is damaged, of another plan, network or data, or not later than the first.</exception>
    public static async Task<ReplayResult> RunAsync(
        TrainingPlan plan,
        ILaneSource trainLanes,
        ILaneSource? validationLanes,
        string fromCheckpoint,
        string? toCheckpoint,
        int ranks,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(trainLanes);
        var options = new TrainingOptions { Ranks = ranks };
        var network = Trainer.Prepare(plan, trainLanes, validationLanes, options);
        var from = CheckpointFile.Read(fromCheckpoint).Header;
        var (target, expected) = (from.Progress.Step + 1, (string?)null);
        if (toCheckpoint is not null)
        {
            var (header, sections) = CheckpointFile.Read(toCheckpoint);
            target = header.Progress.Step >= target && header.PlanHash == from.PlanHash
                ? header.Progress.Step
                : throw new CheckpointException(toCheckpoint, $"it is not a later checkpoint of the run of {fromCheckpoint}");
            expected = TrainedModel.HashOf(sections["parameters"]);
        }

        var group = new SharedMemoryGroup(ranks, options.StepDeadline);
        var contexts = Enumerable.Range(0, ranks).Select(rank => new RankContext
        {
            Plan = plan,
            Network = network,
            Collective = group.Join(rank),
            Train = trainLanes,
            Validation = validationLanes,
            Options = options,
            Progress = null,
            Replay = (fromCheckpoint, target),
        }).ToArray();
        var outcomes = await RankThreads.RunAsync(contexts, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return new ReplayResult
        {
            FromStep = from.Progress.Step,
            ToStep = outcomes[0].Counters.Step,
            GradientNorm = outcomes[0].Counters.LastNorm,
            ParametersSha256 = TrainedModel.HashOf(outcomes[0].Weights),
            ExpectedSha256 = expected,
        };
    }
}

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

        var rows = (trainLanes, validationLanes);
        return await ComputeAsync(plan, rows, (fromCheckpoint, from.Progress.Step, target), expected, ranks, cancellationToken);
    }

    /// <summary>
    /// Computes one step of a run again: from the newest sound checkpoint before it, or from the initial weights where there is none. Compares with the
    /// checkpoint after it, where there is one.
    /// </summary>
    /// <param name="plan">The plan of the run.</param>
    /// <param name="trainLanes">The run's training rows.</param>
    /// <param name="validationLanes">The run's validation rows, where it had some.</param>
    /// <param name="checkpointFolder">The run's checkpoints; null: there are none.</param>
    /// <param name="step">The step, from 1.</param>
    /// <param name="ranks">Ranks to compute with; any number gives the same bytes.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <exception cref="TrainingException">The run has no such step, or trains replicas by themselves.</exception>
    public static async Task<ReplayResult> StepAsync(
        TrainingPlan plan,
        ILaneSource trainLanes,
        ILaneSource? validationLanes,
        string? checkpointFolder,
        long step,
        int ranks,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(trainLanes);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        if (plan.Local is not null)
        {
            throw new TrainingException("a run in local mode has no steps of all ranks to compute again");
        }

        var start = ((string? File, long Step))(null, 0);
        string? expected = null;
        foreach (var file in checkpointFolder is null || !Directory.Exists(checkpointFolder) ? [] : CheckpointFolder.Files(checkpointFolder))
        {
            if (Read(file, plan) is not { } found || found.Step > step)
            {
                continue;
            }

            if (found.Step == step)
            {
                expected = found.ParametersSha256;
            }
            else if (start.File is null)
            {
                start = (file, found.Step);
            }
        }

        return await ComputeAsync(plan, (trainLanes, validationLanes), (start.File, start.Step, step), expected, ranks, cancellationToken);
    }

    /// <summary>A sound checkpoint of the plan, or null.</summary>
    private static (long Step, string ParametersSha256)? Read(string file, TrainingPlan plan)
    {
        try
        {
            var (header, sections) = CheckpointFile.Read(file);
            return header.PlanHash == plan.Hash ? (header.Progress.Step, TrainedModel.HashOf(sections["parameters"])) : null;
        }
        catch (CheckpointException)
        {
            // A damaged one is passed over: an earlier one leads to the same step.
            return null;
        }
    }

    private static async Task<ReplayResult> ComputeAsync(
        TrainingPlan plan,
        (ILaneSource Train, ILaneSource? Validation) rows,
        (string? Checkpoint, long From, long To) way,
        string? expected,
        int ranks,
        CancellationToken cancellationToken)
    {
        var options = new TrainingOptions { Ranks = ranks };
        var network = Trainer.Prepare(plan, rows.Train, rows.Validation, options);
        var group = new SharedMemoryGroup(ranks, options.StepDeadline);
        var contexts = Enumerable.Range(0, ranks).Select(rank => new RankContext
        {
            Plan = plan,
            Network = network,
            Collective = group.Join(rank),
            Train = rows.Train,
            Validation = rows.Validation,
            Options = options,
            Progress = null,
            Replay = (way.Checkpoint, way.To),
        }).ToArray();
        var outcomes = await RankThreads.RunAsync(contexts, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var counters = outcomes[0].Counters;
        if (counters.Step != way.To)
        {
            throw new TrainingException($"there is no step {way.To}: the run ended after step {counters.Step}", counters.Step);
        }

        return new ReplayResult
        {
            FromStep = way.From,
            ToStep = counters.Step,
            Epoch = counters.Epoch,
            Rows = (long)counters.LastRows,
            Loss = counters.LastLoss,
            Rate = counters.LastRate,
            GradientNorm = counters.LastNorm,
            ParametersSha256 = TrainedModel.HashOf(outcomes[0].Weights),
            ExpectedSha256 = expected,
        };
    }
}

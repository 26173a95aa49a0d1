using Millrace.Training.Collectives;
using Millrace.Training.Kernels;
using Millrace.Training.Lanes;
using Millrace.Training.Local;
using Millrace.Training.Networks;
using Millrace.Training.Ranks;

namespace Millrace.Training;

/// <summary>Trains a plan on lanes with any number of ranks; the weights do not depend on how many.</summary>
public static class Trainer
{
    /// <summary>The vector width that kernels run with on this machine; all give the same bytes.</summary>
    public static KernelPath KernelPath => Kernels.Kernels.Widest;

    /// <summary>Trains and gives the model with the best weights.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="trainLanes">Training rows: all lanes.</param>
    /// <param name="validationLanes">Validation rows in as many lanes; null or empty where there are none (then no early stopping).</param>
    /// <param name="options">Ranks, folders, clock.</param>
    /// <param name="progress">Gets reports; null: none.</param>
    /// <param name="cancellationToken">Stops at the end of the step: a checkpoint is written first, where there is a folder.</param>
    /// <exception cref="TrainingException">Faulty plan or options, no training rows, numbers that are not finite.</exception>
    /// <exception cref="NetworkException">Shapes that do not fit, a label or category out of range.</exception>
    /// <exception cref="Checkpoints.CheckpointException">The checkpoint to resume from is of another plan, network or data.</exception>
    /// <exception cref="PeerException">A rank was lost.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; training can be resumed.</exception>
    public static async Task<TrainingResult> RunAsync(
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
        var network = Prepare(plan, trainLanes, validationLanes, options);
        if (plan.Local is not null)
        {
            return await LocalRounds.RunAsync(plan, trainLanes, validationLanes, options, progress, cancellationToken);
        }

        if (options.Mode == RankMode.Processes)
        {
            return await ProcessRanks.RunAsync(plan, trainLanes, validationLanes, options, progress, cancellationToken);
        }

        var contexts = (await ConnectAsync(plan, options, cancellationToken)).Select(collective => new RankContext
        {
            Plan = plan,
            Network = network,
            Collective = collective,
            Train = trainLanes,
            Validation = validationLanes,
            Options = options,
            Progress = collective.Rank == 0 ? progress : null,
        }).ToArray();
        try
        {
            var outcomes = await RankThreads.RunAsync(contexts, cancellationToken);
            return Result(plan, outcomes[0], cancellationToken);
        }
        finally
        {
            foreach (var context in contexts)
            {
                context.Collective.Dispose();
            }
        }
    }

    /// <summary>A certificate and its key that one run's links may be encrypted with: every host has it and accepts no other.</summary>
    public static byte[] CreateRunCertificate(DateTimeOffset now)
    {
        using var certificate = RunCertificate.Create(now);
        return RunCertificate.Export(certificate);
    }

    /// <summary>Checks everything that can be checked before a rank starts, and builds the network.</summary>
    internal static Network Prepare(TrainingPlan plan, ILaneSource train, ILaneSource? validation, TrainingOptions options)
    {
        var faults = plan.Validate().Concat(options.Validate(plan.Lanes)).ToList();
        faults.AddRange(LaneFaults(plan, train, "training"));
        faults.AddRange(validation is null ? [] : LaneFaults(plan, validation, "validation"));
        return faults.Count == 0
            ? Network.Build(plan.Network, plan.Input, plan.Targets)
            : throw new TrainingException("training cannot start: " + string.Join("; ", faults));
    }

    internal static TrainingResult Result(TrainingPlan plan, LoopOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Reason is not { } reason)
        {
            throw new OperationCanceledException("training was cancelled; it can be resumed from its checkpoint", cancellationToken);
        }

        var model = new TrainedModel(plan, outcome.Weights, reason != StopReason.Deadline);
        return new TrainingResult
        {
            Model = model,
            History = outcome.Counters.History,
            Reason = reason,
            WeightsSha256 = model.WeightsSha256,
            BestEpoch = outcome.Counters.BestEpoch,
            Steps = outcome.Counters.Step,
            ClippedSteps = outcome.Counters.Clipped,
            ResumedFromStep = outcome.ResumedFromStep,
            Notes = outcome.Notes,
        };
    }

    private static IEnumerable<string> LaneFaults(TrainingPlan plan, ILaneSource source, string what)
    {
        var (layout, input) = (source.Layout, plan.Input);
        if (source.Lanes != plan.Lanes)
        {
            yield return $"the {what} rows have {source.Lanes} lanes, the plan {plan.Lanes}";
        }

        if (layout.Features != input.DenseFeatures || layout.Categories != input.Categories.Count || layout.Sequences.Count != input.SequenceFeatures)
        {
            yield return $"the {what} rows have {layout.Features} features, {layout.Categories} categories and {layout.Sequences.Count} sequences; "
                + $"the plan expects {input.DenseFeatures}, {input.Categories.Count} and {input.SequenceFeatures}";
        }

        if (layout.Sequences.Any(s => s.MaxLength > input.MaxLength))
        {
            yield return $"the {what} rows have sequences of up to {layout.Sequences.Max(s => s.MaxLength)} elements, the plan expects {input.MaxLength} at most";
        }

        if (layout.Labels != plan.Targets.Sum(t => t.Columns))
        {
            yield return $"the {what} rows have {layout.Labels} label columns, the plan's targets {plan.Targets.Sum(t => t.Columns)}";
        }
    }

    private static async Task<ICollective[]> ConnectAsync(TrainingPlan plan, TrainingOptions options, CancellationToken cancellationToken)
    {
        if (options.Mode == RankMode.Threads)
        {
            var group = new SharedMemoryGroup(options.Ranks, options.StepDeadline);
            return [.. Enumerable.Range(0, options.Ranks).Select(group.Join)];
        }

        return await LoopbackRanks.ConnectAsync(plan, options, cancellationToken);
    }
}

using Millrace.Training.Checkpoints;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;

namespace Millrace.Training.Hosting;

/// <summary>A checkpoint as whoever drives segments sees it: how far it is, and what model it gives.</summary>
public sealed class StoredState
{
    private readonly CheckpointHeader _header;

    private StoredState(string path, CheckpointHeader header) => (File, _header) = (path, header);

    /// <summary>The checkpoint's file.</summary>
    public string File { get; }

    /// <summary>Hash of the plan that it belongs to.</summary>
    public string PlanHash => _header.PlanHash;

    /// <summary>Steps since the start of training.</summary>
    public long Step => _header.Progress.Step;

    /// <summary>One record a finished epoch.</summary>
    public IReadOnlyList<EpochRecord> History => _header.Progress.History;

    /// <summary>Reads and checks a whole checkpoint.</summary>
    /// <exception cref="CheckpointException">It is torn or damaged.</exception>
    public static StoredState Read(string path) => new(path, CheckpointFile.Read(path).Header);

    /// <summary>Bytes that a state of <paramref name="plan"/> has, apart from its history.</summary>
    public static long BytesOf(TrainingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var layout = Network.Build(plan.Network, plan.Input, plan.Targets).Layout;
        return sizeof(float) * ((2L * layout.Count) + new Optimizer(plan.Optimizer, layout).StateElements);
    }

    /// <summary>Why training is over at this state; null where it goes on.</summary>
    /// <param name="plan">The plan; without early stopping where there are no validation rows.</param>
    public StopReason? Reason(TrainingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var progress = _header.Progress;
        return progress.StepInEpoch > 0 || progress.Epoch == 1 ? null
            : progress.EpochsWithoutGain >= plan.EarlyStopping?.Patience ? StopReason.EarlyStopping
            : progress.Epoch > plan.MaxEpochs ? StopReason.MaxEpochs : null;
    }

    /// <summary>How far training is at this state, for a display that rank 0 does not reach.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="trainRows">Training rows of the run.</param>
    /// <param name="steps">Steps since the state before.</param>
    /// <param name="seconds">What they took.</param>
    public TrainingProgress ToProgress(TrainingPlan plan, long trainRows, long steps, double seconds)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var progress = _header.Progress;
        var last = History.Count > 0 ? History[^1] : null;
        var isWhole = progress.StepInEpoch == 0 && last is not null;
        var stepsPerEpoch = StepSplit.Steps(trainRows, plan.BatchRows);
        return new TrainingProgress
        {
            Epoch = isWhole ? last!.Epoch : progress.Epoch,
            MaxEpochs = plan.MaxEpochs,
            Step = isWhole ? stepsPerEpoch : progress.StepInEpoch,
            StepsPerEpoch = stepsPerEpoch,
            TrainLoss = isWhole ? last!.TrainLoss : progress.EpochWeight > 0 ? progress.EpochLoss / progress.EpochWeight : 0,
            Validation = last is not null && last.Validation.TryGetValue(plan.WatchedMetric, out var value) ? value : null,
            BestValidation = progress.BestValue,
            Rate = progress.LastRate,
            RowsPerSecond = trainRows * (double)steps / stepsPerEpoch / Math.Max(1e-9, seconds),
            DataShare = 0,
            CommunicationShare = 0,
        };
    }

    /// <summary>Writes <c>metrics.jsonl</c> as it is at this state.</summary>
    public void WriteMetrics(string path) => _ = new MetricsFile(path, History);

    /// <summary>The result of a training that is over at this state.</summary>
    /// <param name="plan">The plan that was trained.</param>
    /// <param name="reason">Why it ended.</param>
    /// <param name="resumedFromStep">The step that the run went on from; 0 when it started anew.</param>
    /// <param name="notes">What a person should know.</param>
    /// <exception cref="CheckpointException">The state is of another plan, or damaged.</exception>
    public TrainingResult ToResult(TrainingPlan plan, StopReason reason, long resumedFromStep, IReadOnlyList<string> notes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (PlanHash != plan.Hash)
        {
            throw new CheckpointException(File, $"it belongs to another plan ({CheckpointIdentity.Short(PlanHash)}, this one is {CheckpointIdentity.Short(plan.Hash)})");
        }

        var (header, sections) = CheckpointFile.Read(File);
        var progress = header.Progress;
        var averages = sections["averages"];
        var weights = progress.BestEpoch > 0 ? sections["best"] : averages.Length > 0 ? averages : sections["parameters"];
        var model = new TrainedModel(plan, weights, reason != StopReason.Deadline);
        return new TrainingResult
        {
            Model = model,
            History = progress.History,
            Reason = reason,
            WeightsSha256 = model.WeightsSha256,
            BestEpoch = progress.BestEpoch,
            Steps = progress.Step,
            ClippedSteps = progress.Clipped,
            ResumedFromStep = resumedFromStep,
            Notes = notes,
        };
    }
}

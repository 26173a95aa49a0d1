using Millrace.Training.Checkpoints;

namespace Millrace.Training;

/// <summary>The numbers of the state while the loop runs: mutable, so that a step allocates nothing.</summary>
internal sealed class LoopCounters
{
    private readonly List<EpochRecord> _history;

    public LoopCounters(StateProgress from)
    {
        _history = [.. from.History];
        (Epoch, StepInEpoch, Step) = (from.Epoch, from.StepInEpoch, from.Step);
        (EpochLoss, EpochWeight, EpochRows) = (from.EpochLoss, from.EpochWeight, from.EpochRows);
        (EpochClipped, Clipped, LastNorm, LastRate) = (from.EpochClipped, from.Clipped, from.LastNorm, from.LastRate);
        (BestEpoch, BestValue, EpochsWithoutGain) = (from.BestEpoch, from.BestValue, from.EpochsWithoutGain);
    }

    public int Epoch { get; set; }

    public long StepInEpoch { get; set; }

    public long Step { get; set; }

    public double EpochLoss { get; set; }

    public double EpochWeight { get; set; }

    public double EpochRows { get; set; }

    public long EpochClipped { get; set; }

    public long Clipped { get; set; }

    public double LastNorm { get; set; }

    public double LastRate { get; set; }

    /// <summary>Weighted mean loss of the last step's rows, before it.</summary>
    public double LastLoss { get; set; }

    /// <summary>Rows of the last step.</summary>
    public double LastRows { get; set; }

    public int BestEpoch { get; set; }

    public double? BestValue { get; set; }

    public int EpochsWithoutGain { get; set; }

    public IReadOnlyList<EpochRecord> History => _history;

    /// <summary>Weighted mean loss of the epoch so far.</summary>
    public double TrainLoss => EpochWeight > 0 ? EpochLoss / EpochWeight : 0;

    /// <summary>Whether the epoch is the best so far; counts the epochs since. Without early stopping or validation rows the last epoch is the best.</summary>
    public bool KeepBest(TrainingPlan plan, IReadOnlyDictionary<string, double>? validation)
    {
        var watched = plan.EarlyStopping;
        double? value = watched is null ? null : validation?[watched.Metric];
        if (value is { } now && BestValue is { } best)
        {
            var gain = ValidationMetrics.GreaterIsBetter(watched!.Metric) ? now - best : best - now;
            if (!(gain > watched.MinGain))
            {
                EpochsWithoutGain++;
                return false;
            }
        }

        (EpochsWithoutGain, BestValue, BestEpoch) = (0, value, Epoch);
        return true;
    }

    /// <summary>The record of the epoch that ends.</summary>
    public EpochRecord Record(IReadOnlyDictionary<string, double>? validation, bool best, double seconds) => new()
    {
        Epoch = Epoch,
        Step = Step,
        Rows = (long)EpochRows,
        TrainLoss = TrainLoss,
        Validation = validation ?? new Dictionary<string, double>(),
        Rate = LastRate,
        GradientNorm = LastNorm,
        ClippedSteps = EpochClipped,
        Best = best,
        Seconds = seconds,
        RowsPerSecond = seconds > 0 ? EpochRows / seconds : 0,
    };

    /// <summary>Why training ends after the epoch that ended; null where it goes on.</summary>
    public StopReason? ReasonToStop(TrainingPlan plan) =>
        EpochsWithoutGain >= plan.EarlyStopping?.Patience ? StopReason.EarlyStopping : Epoch > plan.MaxEpochs ? StopReason.MaxEpochs : null;

    /// <summary>Ends the epoch with its record and starts the next.</summary>
    public void NextEpoch(EpochRecord record)
    {
        _history.Add(record);
        (Epoch, StepInEpoch) = (Epoch + 1, 0);
        (EpochLoss, EpochWeight, EpochRows, EpochClipped) = (0, 0, 0, 0);
    }

    public StateProgress ToProgress(long optimizerSteps) => new()
    {
        Epoch = Epoch,
        StepInEpoch = StepInEpoch,
        Step = Step,
        OptimizerSteps = optimizerSteps,
        EpochLoss = EpochLoss,
        EpochWeight = EpochWeight,
        EpochRows = EpochRows,
        EpochClipped = EpochClipped,
        Clipped = Clipped,
        LastNorm = LastNorm,
        LastRate = LastRate,
        BestEpoch = BestEpoch,
        BestValue = BestValue,
        EpochsWithoutGain = EpochsWithoutGain,
        History = [.. _history],
    };
}

using Millrace.Jobs.Specification;
using Millrace.Training.Optimizers;

namespace Millrace.Jobs.Stages.Model;

/// <summary>What a job's training is where the job leaves it open.</summary>
internal static class TrainingDefaults
{
    /// <summary>Most epochs where there is neither a number nor a budget.</summary>
    public const int MostEpochs = 40;

    /// <summary>Epochs that no budget goes beyond.</summary>
    private const int MostEpochsOfBudget = 1_000;

    private const double TabularBudgetTflop = 60;
    private const int LargeBatchRows = 1_024;
    private const int SmallBatchRows = 256;
    private const int FewTrainRows = 50_000;

    /// <summary>The optimiser.</summary>
    public static OptimizerSpec Optimizer(TrainingSpec training, bool isTabular) => training.Optimizer
        ?? (isTabular ? new AdamWSpec { Rate = 0.002, WeightDecay = 0.0003, ClipNorm = 1, AverageDecay = 0.95 } : new AdamWSpec());

    /// <summary>Rows of a step.</summary>
    public static int BatchRows(TrainingSpec training, bool isTabular, long trainRows) => training.BatchRows
        ?? (isTabular && trainRows < FewTrainRows ? SmallBatchRows : LargeBatchRows);

    /// <summary>Operations of the training's products in units of 10^12; null: as many as the epochs need.</summary>
    public static double? BudgetTflop(TrainingSpec training, bool isTabular) => training.BudgetTflop ?? (isTabular ? TabularBudgetTflop : null);

    /// <summary>Most epochs: the job's, cut to what the budget allows; at least one.</summary>
    /// <param name="training">The job's training.</param>
    /// <param name="isTabular">Whether the network is the tabular ensemble.</param>
    /// <param name="trainRows">Rows of an epoch.</param>
    /// <param name="flopOfRow">Operations of a row in a step; asked for only where there is a budget.</param>
    public static int Epochs(TrainingSpec training, bool isTabular, long trainRows, Func<long> flopOfRow)
    {
        if (BudgetTflop(training, isTabular) is not { } budget)
        {
            return training.MaxEpochs ?? MostEpochs;
        }

        var flopOfEpoch = Math.Max(1.0, (double)flopOfRow() * trainRows);
        var allowed = Math.Clamp(budget * 1e12 / flopOfEpoch, 1, MostEpochsOfBudget);
        return Math.Min(training.MaxEpochs ?? MostEpochsOfBudget, (int)allowed);
    }
}

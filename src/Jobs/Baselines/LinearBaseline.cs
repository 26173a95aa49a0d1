using Microsoft.ML;
using Microsoft.ML.Trainers;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Baselines;

/// <summary>
/// The linear model: least squares for regression (with more columns than <see cref="LeastSquares.MaxColumns"/>, dual coordinate ascent),
/// logistic regression for binary and maximum entropy for multi-class, both by L-BFGS. One thread: the same rows give the same model.
/// </summary>
internal static class LinearBaseline
{
    private const string Standardised = "Standardised";
    private const float L2 = 1;
    private const int MostPasses = 100;

    /// <summary>Trains on <paramref name="rows"/>, read in <paramref name="order"/>.</summary>
    public static IBaselineModel Train(MLContext context, MlTable table, FeatureRows rows, int[] order, TrainingTask task)
    {
        if (task == TrainingTask.Regression && table.Width <= LeastSquares.MaxColumns)
        {
            return LeastSquares.Fit(table, rows, order);
        }

        var standardise = context.Transforms.NormalizeMeanVariance(Standardised, nameof(MlRow.Features), fixZero: false);
        var transformer = standardise.Append(Trainer(context, task)).Fit(table.View(context, rows, order));
        return new MlModel(context, transformer, table, task, task switch
        {
            TrainingTask.Regression => "least squares by dual coordinate ascent",
            TrainingTask.Binary => "logistic regression",
            _ => "maximum entropy",
        });
    }

    private static IEstimator<ITransformer> Trainer(MLContext context, TrainingTask task) => task switch
    {
        TrainingTask.Regression => context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
        {
            LabelColumnName = nameof(MlRow.Label),
            FeatureColumnName = Standardised,
            ExampleWeightColumnName = nameof(MlRow.Weight),
            L2Regularization = L2,
            L1Regularization = 0,
            NumberOfThreads = 1,
        }),
        TrainingTask.Binary => context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = nameof(MlRow.IsPositive),
            FeatureColumnName = Standardised,
            ExampleWeightColumnName = nameof(MlRow.Weight),
            MaximumNumberOfIterations = MostPasses,
            L2Regularization = L2,
            L1Regularization = 0,
            NumberOfThreads = 1,
        }),
        _ => context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = nameof(MlRow.Class),
            FeatureColumnName = Standardised,
            ExampleWeightColumnName = nameof(MlRow.Weight),
            MaximumNumberOfIterations = MostPasses,
            L2Regularization = L2,
            L1Regularization = 0,
            NumberOfThreads = 1,
        }),
    };
}

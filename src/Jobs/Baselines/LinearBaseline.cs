using Microsoft.ML;
using Microsoft.ML.Trainers;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Baselines;

/// <summary>
/// The linear model: squared loss for regression, logistic for binary, maximum entropy for multi-class, by stochastic dual coordinate
/// ascent (Shalev-Shwartz and Zhang, 2013). One thread and a fixed seed: the same rows give the same model.
/// </summary>
internal static class LinearBaseline
{
    private const int Passes = 20;
    private const float L2 = 1e-6f;
    private const float Tolerance = 1e-3f;
    private const string Standardised = "Standardised";

    /// <summary>Trains on <paramref name="training"/>.</summary>
    public static BaselineModel Train(MLContext context, IDataView training, TrainingTask task)
    {
        var standardise = context.Transforms.NormalizeMeanVariance(Standardised, nameof(MlRow.Features), fixZero: false);
        IEstimator<ITransformer> trainer = task switch
        {
            TrainingTask.Regression => context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
            {
                LabelColumnName = nameof(MlRow.Label),
                FeatureColumnName = Standardised,
                ExampleWeightColumnName = nameof(MlRow.Weight),
                MaximumNumberOfIterations = Passes,
                ConvergenceTolerance = Tolerance,
                L2Regularization = L2,
                L1Regularization = 0,
                NumberOfThreads = 1,
            }),
            TrainingTask.Binary => context.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options
            {
                LabelColumnName = nameof(MlRow.IsPositive),
                FeatureColumnName = Standardised,
                ExampleWeightColumnName = nameof(MlRow.Weight),
                MaximumNumberOfIterations = Passes,
                ConvergenceTolerance = Tolerance,
                L2Regularization = L2,
                L1Regularization = 0,
                NumberOfThreads = 1,
            }),
            _ => context.MulticlassClassification.Trainers.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options
            {
                LabelColumnName = nameof(MlRow.Class),
                FeatureColumnName = Standardised,
                ExampleWeightColumnName = nameof(MlRow.Weight),
                MaximumNumberOfIterations = Passes,
                ConvergenceTolerance = Tolerance,
                L2Regularization = L2,
                L1Regularization = 0,
                NumberOfThreads = 1,
            }),
        };
        var model = standardise.Append(trainer).Fit(training);
        return new BaselineModel(context, model, task switch
        {
            TrainingTask.Regression => "least squares on standardised features",
            TrainingTask.Binary => "logistic regression on standardised features",
            _ => "maximum entropy on standardised features",
        });
    }
}

using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.LightGbm;
using Millrace.Jobs.Specification;
using BinaryModel = Microsoft.ML.Calibrators.CalibratedModelParametersBase<
    Microsoft.ML.Trainers.LightGbm.LightGbmBinaryModelParameters, Microsoft.ML.Calibrators.PlattCalibrator>;

namespace Millrace.Jobs.Baselines;

/// <summary>
/// Gradient-boosted trees: rate 0.05, up to 2,000 trees, stopped where the validation rows have not gained for 50 trees. One thread and
/// LightGBM's deterministic mode: the same rows give the same trees.
/// </summary>
internal static class LightGbmBaseline
{
    /// <summary>Leaves of the two sizes that are tried.</summary>
    public static readonly int[] LeafCounts = [31, 127];

    private const double Rate = 0.05;
    private const int MostTrees = 2000;
    private const int Patience = 50;
    private const int TreesWithoutValidation = 300;
    private const int LeastRowsOfLeaf = 20;

    /// <summary>Trains one size.</summary>
    /// <param name="context">Microsoft.ML's context; one thread has it to itself.</param>
    /// <param name="training">Training rows.</param>
    /// <param name="validation">Rows that stop the training; null trains a fixed number of trees.</param>
    /// <param name="task">The task.</param>
    /// <param name="leaves">Most leaves of a tree.</param>
    /// <returns>The model, and what it is in words.</returns>
    public static (ITransformer Model, string Details) Train(
        MLContext context, IDataView training, IDataView? validation, TrainingTask task, int leaves) => task switch
        {
            TrainingTask.Regression => Regression(context, training, validation, leaves),
            TrainingTask.Binary => Binary(context, training, validation, leaves),
            _ => Multiclass(context, training, validation, leaves),
        };

    private static (ITransformer Model, string Details) Regression(MLContext context, IDataView training, IDataView? validation, int leaves)
    {
        var options = Configured<LightGbmRegressionTrainer.Options, float, RegressionPredictionTransformer<LightGbmRegressionModelParameters>,
            LightGbmRegressionModelParameters>(nameof(MlRow.Label), leaves, validation is not null);
        options.EvaluationMetric = LightGbmRegressionTrainer.Options.EvaluateMetricType.MeanAbsoluteError;
        var model = context.Regression.Trainers.LightGbm(options).Fit(training, validation);
        return (model, Words(model.Model.TrainedTreeEnsemble.Trees.Count, leaves));
    }

    private static (ITransformer Model, string Details) Binary(MLContext context, IDataView training, IDataView? validation, int leaves)
    {
        var options = Configured<LightGbmBinaryTrainer.Options, float, BinaryPredictionTransformer<BinaryModel>, BinaryModel>(
            nameof(MlRow.IsPositive), leaves, validation is not null);
        options.EvaluationMetric = LightGbmBinaryTrainer.Options.EvaluateMetricType.Logloss;
        var model = context.BinaryClassification.Trainers.LightGbm(options).Fit(training, validation);
        return (model, Words(model.Model.SubModel.TrainedTreeEnsemble.Trees.Count, leaves));
    }

    private static (ITransformer Model, string Details) Multiclass(MLContext context, IDataView training, IDataView? validation, int leaves)
    {
        var options = Configured<LightGbmMulticlassTrainer.Options, VBuffer<float>, MulticlassPredictionTransformer<OneVersusAllModelParameters>,
            OneVersusAllModelParameters>(nameof(MlRow.Class), leaves, validation is not null);
        options.EvaluationMetric = LightGbmMulticlassTrainer.Options.EvaluateMetricType.LogLoss;
        options.UseSoftmax = true;
        var model = context.MulticlassClassification.Trainers.LightGbm(options).Fit(training, validation);
        return (model, string.Create(CultureInfo.InvariantCulture, $"one boosted ensemble per class, trees of {leaves} leaves"));
    }

    private static TOptions Configured<TOptions, TOutput, TTransformer, TModel>(string label, int leaves, bool stopsEarly)
        where TOptions : LightGbmTrainerBase<TOptions, TOutput, TTransformer, TModel>.OptionsBase, new()
        where TTransformer : ISingleFeaturePredictionTransformer<TModel>
        where TModel : class => new()
        {
            LabelColumnName = label,
            FeatureColumnName = nameof(MlRow.Features),
            ExampleWeightColumnName = nameof(MlRow.Weight),
            LearningRate = Rate,
            NumberOfLeaves = leaves,
            NumberOfIterations = stopsEarly ? MostTrees : TreesWithoutValidation,
            EarlyStoppingRound = stopsEarly ? Patience : 0,
            MinimumExampleCountPerLeaf = LeastRowsOfLeaf,
            NumberOfThreads = 1,
            Deterministic = true,
            ForceColumnWise = true,
            Seed = 1,
        };

    private static string Words(int trees, int leaves) => string.Create(CultureInfo.InvariantCulture, $"{trees:N0} trees of {leaves} leaves");
}

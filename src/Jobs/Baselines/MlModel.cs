using Microsoft.ML;
using Microsoft.ML.Data;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Baselines;

/// <summary>A model of Microsoft.ML.</summary>
/// <param name="context">Where it was trained.</param>
/// <param name="transformer">Adds the prediction's columns to a data view.</param>
/// <param name="table">How rows are shown to it.</param>
/// <param name="task">The task.</param>
/// <param name="details">What it is.</param>
internal sealed class MlModel(MLContext context, ITransformer transformer, MlTable table, TrainingTask task, string details) : IBaselineModel
{
    private const string Score = "Score";
    private const string Probability = "Probability";

    /// <inheritdoc/>
    public string Details { get; } = details;

    /// <inheritdoc/>
    public float[] Predict(FeatureRows rows)
    {
        var scored = transformer.Transform(table.View(context, rows, order: null));
        return task switch
        {
            TrainingTask.Regression => [.. scored.GetColumn<float>(Score)],
            TrainingTask.Binary => [.. scored.GetColumn<float>(Probability)],
            _ => [.. scored.GetColumn<VBuffer<float>>(Score).SelectMany(scores => scores.DenseValues())],
        };
    }
}

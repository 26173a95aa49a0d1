using Microsoft.ML;
using Microsoft.ML.Data;
using Millrace.Jobs.Metrics;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Baselines;

/// <summary>Lets a trained baseline predict encoded rows, a batch of them at a time.</summary>
internal sealed class BaselineScorer(MlTable table, TrainingTask task, int classes)
{
    private const string Score = "Score";
    private const string Probability = "Probability";

    /// <summary>Outputs a row: 1, or one per class.</summary>
    public int Outputs { get; } = task == TrainingTask.Multiclass ? classes : 1;

    /// <summary>What <paramref name="model"/> says of <paramref name="rows"/>: <c>[rows, Outputs]</c> row-major.</summary>
    public float[] Predict(BaselineModel model, FeatureRows rows)
    {
        var scored = model.Transformer.Transform(table.View(model.Context, rows, order: null));
        var outputs = new float[rows.Count * Outputs];
        var row = 0;
        if (task == TrainingTask.Multiclass)
        {
            foreach (var scores in scored.GetColumn<VBuffer<float>>(Score))
            {
                scores.CopyTo(outputs, row++ * Outputs);
            }

            return outputs;
        }

        foreach (var score in scored.GetColumn<float>(task == TrainingTask.Binary ? Probability : Score))
        {
            outputs[row++] = score;
        }

        return outputs;
    }

    /// <summary>Metrics of <paramref name="model"/> over <paramref name="rows"/>.</summary>
    public MetricAccumulator Measure(BaselineModel model, FeatureRows rows)
    {
        var metrics = MetricAccumulator.For(task, classes);
        Add(metrics, rows, Predict(model, rows));
        return metrics;
    }

    /// <summary>Adds rows with their outputs to <paramref name="metrics"/>.</summary>
    public void Add(MetricAccumulator metrics, FeatureRows rows, float[] outputs)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            metrics.Add(rows.Labels[row], outputs.AsSpan(row * Outputs, Outputs));
        }
    }
}

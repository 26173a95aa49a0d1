using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Metrics;

/// <summary>What one row costs a model: the absolute error for regression, −ln p of what happened for classification.</summary>
internal static class RowLoss
{
    /// <summary>The loss.</summary>
    /// <param name="task">What the label is.</param>
    /// <param name="label">The label, or the index of its class.</param>
    /// <param name="outputs">What the model says: the value, the probability of class 1, or one probability per class; more may follow.</param>
    public static float Of(TrainingTask task, float label, ReadOnlySpan<float> outputs) => task switch
    {
        TrainingTask.Regression => Math.Abs(label - outputs[0]),
        TrainingTask.Binary => (float)LogLoss.OfProbability(label > 0.5f ? outputs[0] : 1.0 - outputs[0]),
        _ => (float)LogLoss.OfProbability(outputs[(int)label]),
    };
}

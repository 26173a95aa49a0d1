using Apache.Arrow;

namespace Millrace.Training;

/// <summary>Predicts with a model's weights. One thread at a time; a model makes any number of predictors.</summary>
public sealed class Predictor : IDisposable
{
    internal Predictor(TrainedModel model) => Model = model;

    /// <summary>The model.</summary>
    public TrainedModel Model { get; }

    /// <summary>Outputs of a row: one per column of a regression target, one per class of a multi-class target.</summary>
    public int Outputs => Model.Plan.Targets.Sum(t => Math.Max(t.Classes, t.Columns));

    /// <summary>
    /// Predicts the rows of a feature batch (borrowed): <c>[B, Outputs]</c> float32, row-major; regression in the label's unit,
    /// probabilities for binary and multi-class targets. Columns <c>y</c>, <c>w</c>, <c>lane</c> and ids are not needed.
    /// </summary>
    public float[] Predict(RecordBatch featureBatch)
    {
        ArgumentNullException.ThrowIfNull(featureBatch);
        throw new NotSupportedException($"{Model.WeightsSha256} waits for the network");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

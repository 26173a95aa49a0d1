using Apache.Arrow;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Training;

/// <summary>Predicts with a model's weights. One thread at a time; a model makes any number of predictors.</summary>
public sealed class Predictor
{
    private const int PartRows = 1024;
    private readonly Network _network;
    private readonly NetworkWorkspace _workspace;
    private readonly int[] _starts = new int[2];
    private RoundingBound? _rounding;

    internal Predictor(TrainedModel model)
    {
        Model = model;
        _network = model.Network;
        _workspace = _network.CreateWorkspace(PartRows);
    }

    /// <summary>The model.</summary>
    public TrainedModel Model { get; }

    /// <summary>P, outputs of a row: one a column of a regression target, one probability for a binary target, one a class of a multi-class target.</summary>
    public int Outputs => _network.PredictionCount;

    /// <summary>
    /// Predicts the rows of a feature batch (borrowed): <c>[B, P]</c> float32, row-major; regression in the label's unit,
    /// probabilities for binary and multi-class targets. Only the columns <c>x</c>, <c>c</c> and <c>s_*</c> are read.
    /// </summary>
    /// <exception cref="LaneException">A column is missing, of another type or width, or a sequence is too long.</exception>
    /// <exception cref="NetworkException">A category index is out of range.</exception>
    public float[] Predict(RecordBatch featureBatch)
    {
        ArgumentNullException.ThrowIfNull(featureBatch);
        var predictions = new float[checked(featureBatch.Length * Outputs)];
        _network.Predict(InputOf(featureBatch), Model.Weights.Span, _workspace, predictions);
        return predictions;
    }

    /// <summary>How far another right way to compute <paramref name="predictions"/> of a feature batch (borrowed) may lie from them: <c>[B, P]</c>.</summary>
    /// <remarks>As <see cref="RoundingBound"/>; at most 1,024 rows.</remarks>
    public double[] RoundingOf(RecordBatch featureBatch, ReadOnlySpan<float> predictions)
    {
        ArgumentNullException.ThrowIfNull(featureBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(featureBatch.Length, PartRows, nameof(featureBatch));
        _rounding ??= new RoundingBound(_network, Model.Weights.Span);
        return _rounding.Of(InputOf(featureBatch), _workspace, predictions);
    }

    private StepInput InputOf(RecordBatch featureBatch)
    {
        var (x, c) = FeatureColumns.Read(featureBatch, _network.Shape);
        var (sequences, lengths) = FeatureColumns.ReadSequences(featureBatch, _network.Shape);
        _starts[1] = featureBatch.Length;
        return new StepInput { LaneStarts = _starts, X = x, Categories = c, Sequences = sequences, SequenceLengths = lengths };
    }
}

using System.Globalization;
using Millrace.Training.Losses;
using Millrace.Training.Onnx;

namespace Millrace.Training.Networks;

/// <summary>
/// One target on top of the network's outputs: loss, gradient, prediction. M members, O outputs over all targets, L label
/// columns over all targets.
/// </summary>
internal sealed class TargetHead
{
    private readonly TargetSpec _spec;
    private readonly Loss _loss;
    private readonly bool _hasUnits;
    private readonly float _coldness;

    public TargetHead(TargetSpec spec, int firstOutput, int firstLabel)
    {
        (_spec, FirstOutput, FirstLabel) = (spec, firstOutput, firstLabel);
        _loss = LossFactory.Create(spec);
        _hasUnits = spec.Loss is SquaredLossSpec or AbsoluteLossSpec or HuberLossSpec or QuantileLossSpec;
        _coldness = spec.Loss is LogisticLossSpec or CrossEntropyLossSpec ? (float)(1 / (spec.Temperature ?? 1)) : 1f;
        Outputs = spec.Loss is CrossEntropyLossSpec ? spec.Classes : spec.Columns;
    }

    /// <summary>First of its outputs.</summary>
    public int FirstOutput { get; }

    /// <summary>Its outputs.</summary>
    public int Outputs { get; }

    /// <summary>First of its label columns.</summary>
    public int FirstLabel { get; }

    /// <summary>Its label columns.</summary>
    public int Labels => _spec.Columns;

    /// <summary>Whether rows weigh by their class; such a target has one label column.</summary>
    public bool WeighsClasses => _spec.Loss is LogisticLossSpec { ClassWeights: not null } or CrossEntropyLossSpec { ClassWeights: not null };

    /// <summary>Weight of its loss.</summary>
    public double Weight => _spec.Weight;

    /// <summary>Reads the labels of a row, in the loss's units.</summary>
    /// <param name="y">The row's labels.</param>
    /// <param name="labels">Where they go.</param>
    /// <param name="id">The row's id, where it has one.</param>
    /// <exception cref="NetworkException">A label is none that the loss is defined for.</exception>
    public void ReadLabels(ReadOnlySpan<float> y, Span<double> labels, (long High, long Low)? id = null)
    {
        for (var column = 0; column < Labels; column++)
        {
            double label = y[FirstLabel + column];
            if (!_loss.Accepts(label))
            {
                throw new NetworkException(_spec.Name, Refusal(column, label, id));
            }

            labels[column] = _hasUnits ? (label - _spec.Mean) / _spec.Scale : label;
        }
    }

    /// <summary>The weight of the label's class.</summary>
    public double ClassWeight(ReadOnlySpan<double> labels) => _loss.ClassWeight(labels[0]);

    /// <summary>Mean of the members' losses; the gradient [M, O] gets this target's columns, times <paramref name="factor"/>.</summary>
    public double Train(ReadOnlySpan<float> outputs, int members, ReadOnlySpan<double> labels, double factor, Span<float> gradient)
    {
        var total = outputs.Length / members;
        var sum = 0.0;
        for (var member = 0; member < members; member++)
        {
            var at = (member * total) + FirstOutput;
            sum += _loss.Evaluate(outputs.Slice(at, Outputs), labels, factor * Weight / members, gradient.Slice(at, Outputs));
        }

        return sum / members;
    }

    /// <summary>Mean over the members of what they predict, in the loss's units; <paramref name="scratch"/> holds one member's.</summary>
    public void Predict(ReadOnlySpan<float> outputs, int members, Span<double> predictions, Span<double> scratch)
    {
        var total = outputs.Length / members;
        predictions.Clear();
        for (var member = 0; member < members; member++)
        {
            PredictMember(outputs.Slice((member * total) + FirstOutput, Outputs), scratch[..Outputs]);
            for (var column = 0; column < Outputs; column++)
            {
                predictions[column] += scratch[column];
            }
        }

        for (var column = 0; column < Outputs; column++)
        {
            predictions[column] /= members;
        }
    }

    private void PredictMember(ReadOnlySpan<float> outputs, Span<double> predictions)
    {
        if (_coldness == 1f)
        {
            _loss.Predict(outputs, predictions);
            return;
        }

        Span<float> cooled = outputs.Length <= CrossEntropyLoss.MostOnStack ? stackalloc float[outputs.Length] : new float[outputs.Length];
        for (var column = 0; column < outputs.Length; column++)
        {
            cooled[column] = outputs[column] * _coldness;
        }

        _loss.Predict(cooled, predictions);
    }

    /// <summary>A prediction in the label's unit.</summary>
    public float InUnits(double prediction) => (float)(_hasUnits ? Math.FusedMultiplyAdd(prediction, _spec.Scale, _spec.Mean) : prediction);

    /// <summary>Adds loss and metrics of a prediction to the target's sums; gives the loss.</summary>
    public double Measure(ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels, double weight, Span<double> sums)
    {
        var loss = _loss.OfPrediction(predictions, labels);
        sums[0] += weight * loss;
        if (_loss.IsClassification)
        {
            sums[1] += _loss.IsRight(predictions, labels) ? weight : 0;
            return loss;
        }

        var (absolute, squared) = (0.0, 0.0);
        for (var column = 0; column < Labels; column++)
        {
            var difference = (predictions[column] - labels[column]) * (_hasUnits ? _spec.Scale : 1);
            absolute += Math.Abs(difference);
            squared += difference * difference;
        }

        sums[1] += weight * (absolute / Labels);
        sums[2] += weight * (squared / Labels);
        return loss;
    }

    /// <summary>Takes the target's outputs, turns them into predictions, averages members, goes back to the label's unit.</summary>
    public string Export(OnnxGraph graph, string outputs, int members)
    {
        string[] slice = [outputs, graph.Integers(FirstOutput), graph.Integers(FirstOutput + Outputs), graph.Integers(-1)];
        var value = graph.Node("Slice", slice);
        value = _coldness == 1f ? value : graph.Node("Mul", [value, graph.Scalar(_coldness)]);
        value = _spec.Loss switch
        {
            LogisticLossSpec => graph.Node("Sigmoid", [value]),
            PoissonLossSpec => graph.Node("Exp", [value]),
            CrossEntropyLossSpec => graph.Node("Softmax", [value], OnnxAttribute.Of("axis", -1L)),
            _ => value,
        };
        if (members > 1)
        {
            value = graph.Node("ReduceMean", [value], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0L));
        }

        value = graph.Reshape(value, -1, Outputs);
        return _hasUnits
            ? graph.Node("Add", [graph.Node("Mul", [value, graph.Scalar((float)_spec.Scale)]), graph.Scalar((float)_spec.Mean)])
            : value;
    }

    private string Refusal(int column, double label, (long High, long Low)? id)
    {
        var where = Labels > 1 ? $"label column {column}" : "the label";
        var row = id is { } known ? $" of the row with id {known.High:x16}{known.Low:x16}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{where}{row} is {label:R}, where the loss takes {_loss.Range}");
    }
}

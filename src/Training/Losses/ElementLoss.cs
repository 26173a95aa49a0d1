namespace Millrace.Training.Losses;

/// <summary>A loss that is the mean over the target's columns of a function of prediction and label.</summary>
internal abstract class ElementLoss : Loss
{
    public sealed override double Evaluate(
        ReadOnlySpan<float> outputs, ReadOnlySpan<double> labels, double factor, Span<float> gradient)
    {
        var sum = 0.0;
        for (var column = 0; column < outputs.Length; column++)
        {
            sum += Element(outputs[column], labels[column], out var slope);
            if (!gradient.IsEmpty)
            {
                gradient[column] = (float)(slope * factor / outputs.Length);
            }
        }

        return sum / outputs.Length;
    }

    public override double OfPrediction(ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels)
    {
        var sum = 0.0;
        for (var column = 0; column < predictions.Length; column++)
        {
            sum += Element(Link(predictions[column]), labels[column], out _);
        }

        return sum / predictions.Length;
    }

    /// <summary>The loss of one column and its slope in the output.</summary>
    protected abstract double Element(double output, double label, out double slope);

    /// <summary>The output that gives a prediction: the inverse of what <see cref="Loss.Predict"/> applies.</summary>
    protected virtual double Link(double prediction) => prediction;
}

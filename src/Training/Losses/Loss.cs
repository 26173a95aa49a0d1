namespace Millrace.Training.Losses;

/// <summary>One row's loss of one target, in float64. Immutable and thread-safe.</summary>
internal abstract class Loss
{
    /// <summary>Whether the label is a class, so that the first metric counts rows classified right.</summary>
    public virtual bool IsClassification => false;

    /// <summary>
    /// The loss for the network's outputs and the labels (standardised), and its gradient with respect to each output, times
    /// <paramref name="factor"/>; an empty gradient is not filled.
    /// </summary>
    public abstract double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<double> labels, double factor, Span<float> gradient);

    /// <summary>What a user sees for the outputs: values in standardised units, or probabilities.</summary>
    public virtual void Predict(ReadOnlySpan<float> outputs, Span<double> predictions)
    {
        for (var column = 0; column < outputs.Length; column++)
        {
            predictions[column] = outputs[column];
        }
    }

    /// <summary>The loss of finished predictions (of an ensemble's mean, say) against the labels.</summary>
    public abstract double OfPrediction(ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels);

    /// <summary>Whether the predicted class is the label's; only for classification.</summary>
    public virtual bool IsRight(ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels) => false;

    /// <summary>The weight of the label's class.</summary>
    public virtual double ClassWeight(double label) => 1;

    /// <summary>Whether a label is one that the loss is defined for.</summary>
    public virtual bool Accepts(double label) => double.IsFinite(label);

    /// <summary>The labels that it is defined for, in words.</summary>
    public virtual string Range => "finite numbers";
}

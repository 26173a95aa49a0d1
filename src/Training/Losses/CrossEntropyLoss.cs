using Millrace.Exact;

namespace Millrace.Training.Losses;

/// <summary>Cross entropy of the softmax of logits against a class index, with label smoothing.</summary>
internal sealed class CrossEntropyLoss(int classes, CrossEntropyLossSpec spec) : Loss
{
    /// <summary>Smallest probability that a loss of predictions counts with.</summary>
    private const double Floor = 1e-15;

    /// <summary>Outputs whose exponentials lie on the stack, so that no row allocates: more than a label can have classes in a job.</summary>
    internal const int MostOnStack = 1_024;

    public override bool IsClassification => true;

    public override bool Accepts(double label) => label >= 0 && label < classes && Math.Floor(label) == label;

    /// <inheritdoc/>
    public override string Range => $"whole numbers from 0 to {classes - 1}";

    public override double ClassWeight(double label) => spec.ClassWeights == null ? 1 : spec.ClassWeights[(int)label];

    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<double> labels, double factor, Span<float> gradient)
    {
        Span<double> exponentials = outputs.Length <= MostOnStack ? stackalloc double[outputs.Length] : new double[outputs.Length];
        var (largest, sum) = Exponentials(outputs, exponentials);
        var logSum = ExactMath.Log(sum);
        var label = (int)labels[0];
        var spread = spec.LabelSmoothing / classes;
        var loss = 0.0;
        for (var column = 0; column < outputs.Length; column++)
        {
            var wanted = (column == label ? 1 - spec.LabelSmoothing : 0) + spread;
            if (wanted != 0)
            {
                loss -= wanted * (outputs[column] - largest - logSum);
            }

            if (!gradient.IsEmpty)
            {
                gradient[column] = (float)(((exponentials[column] / sum) - wanted) * factor);
            }
        }

        return loss;
    }

    public override void Predict(ReadOnlySpan<float> outputs, Span<double> predictions)
    {
        var (_, sum) = Exponentials(outputs, predictions);
        for (var column = 0; column < outputs.Length; column++)
        {
            predictions[column] /= sum;
        }
    }

    public override double OfPrediction(ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels)
    {
        var spread = spec.LabelSmoothing / classes;
        var loss = 0.0;
        for (var column = 0; column < predictions.Length; column++)
        {
            var wanted = (column == (int)labels[0] ? 1 - spec.LabelSmoothing : 0) + spread;
            loss -= wanted == 0 ? 0 : wanted * ExactMath.Log(Math.Max(predictions[column], Floor));
        }

        return loss;
    }

    public override bool IsRight(ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels)
    {
        var best = 0;
        for (var column = 1; column < predictions.Length; column++)
        {
            best = predictions[column] > predictions[best] ? column : best;
        }

        return best == (int)labels[0];
    }

    private static (double Largest, double Sum) Exponentials(ReadOnlySpan<float> outputs, Span<double> exponentials)
    {
        double largest = outputs[0];
        foreach (var output in outputs)
        {
            largest = Math.Max(largest, output);
        }

        var sum = 0.0;
        for (var column = 0; column < outputs.Length; column++)
        {
            exponentials[column] = ExactMath.Exp(outputs[column] - largest);
            sum += exponentials[column];
        }

        return (largest, sum);
    }
}

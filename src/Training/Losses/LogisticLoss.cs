using Millrace.Exact;

namespace Millrace.Training.Losses;

/// <summary>Binary cross entropy of logits: max(p, 0) − p y + ln(1 + exp(−|p|)), mean over columns.</summary>
internal sealed class LogisticLoss(IReadOnlyList<double>? classWeights) : ElementLoss
{
    /// <summary>Smallest probability that a loss of predictions counts with.</summary>
    private const double Floor = 1e-15;

    public override bool IsClassification => true;

    public override bool Accepts(double label) => label is >= 0 and <= 1;

    /// <inheritdoc/>
    public override string Range => "numbers from 0 to 1";

    public override double ClassWeight(double label) =>
        classWeights == null ? 1 : classWeights[0] + (label * (classWeights[1] - classWeights[0]));

    public override void Predict(ReadOnlySpan<float> outputs, Span<double> predictions)
    {
        for (var column = 0; column < outputs.Length; column++)
        {
            predictions[column] = ExactMath.Sigmoid(outputs[column]);
        }
    }

    public override bool IsRight(ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels) =>
        (predictions[0] >= 0.5) == (labels[0] >= 0.5);

    public override double OfPrediction(ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels)
    {
        var sum = 0.0;
        for (var column = 0; column < predictions.Length; column++)
        {
            var p = Math.Clamp(predictions[column], Floor, 1 - Floor);
            sum -= (labels[column] * ExactMath.Log(p)) + ((1 - labels[column]) * ExactMath.Log(1 - p));
        }

        return sum / predictions.Length;
    }

    protected override double Element(double output, double label, out double slope)
    {
        slope = ExactMath.Sigmoid(output) - label;
        return ExactMath.Softplus(output) - (output * label);
    }
}

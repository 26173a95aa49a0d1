using Millrace.Exact;

namespace Millrace.Training.Losses;

/// <summary>exp(p) − y p.</summary>
internal sealed class PoissonLoss : ElementLoss
{
    public override bool Accepts(double label) => double.IsFinite(label) && label >= 0;

    /// <inheritdoc/>
    public override string Range => "numbers from 0 on";

    public override void Predict(ReadOnlySpan<float> outputs, Span<double> predictions)
    {
        for (var column = 0; column < outputs.Length; column++)
        {
            predictions[column] = ExactMath.Exp(outputs[column]);
        }
    }

    protected override double Element(double output, double label, out double slope)
    {
        var rate = ExactMath.Exp(output);
        slope = rate - label;
        return rate - (label * output);
    }

    protected override double Link(double prediction) => ExactMath.Log(prediction);
}

namespace Millrace.Training.Losses;

/// <summary>½ d² for |d| ≤ δ, else δ (|d| − ½ δ).</summary>
internal sealed class HuberLoss(double delta) : ElementLoss
{
    protected override double Element(double output, double label, out double slope)
    {
        var difference = output - label;
        var size = Math.Abs(difference);
        if (size > delta)
        {
            slope = difference > 0 ? delta : -delta;
            return delta * (size - (0.5 * delta));
        }

        slope = difference;
        return 0.5 * difference * difference;
    }
}

namespace Millrace.Training.Losses;

/// <summary>τ (y − p) for y ≥ p, else (1 − τ)(p − y).</summary>
internal sealed class QuantileLoss(double level) : ElementLoss
{
    protected override double Element(double output, double label, out double slope)
    {
        var difference = label - output;
        if (difference >= 0)
        {
            slope = difference == 0 ? 0 : -level;
            return level * difference;
        }

        slope = difference < 0 ? 1 - level : difference;
        return (level - 1) * difference;
    }
}

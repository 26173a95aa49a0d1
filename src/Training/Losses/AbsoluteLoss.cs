namespace Millrace.Training.Losses;

/// <summary>|p − y|.</summary>
internal sealed class AbsoluteLoss : ElementLoss
{
    protected override double Element(double output, double label, out double slope)
    {
        var difference = output - label;
        slope = difference > 0 ? 1 : difference < 0 ? -1 : difference == 0 ? 0 : difference;
        return Math.Abs(difference);
    }
}

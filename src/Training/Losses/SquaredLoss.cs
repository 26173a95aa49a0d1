namespace Millrace.Training.Losses;

/// <summary>(p − y)².</summary>
internal sealed class SquaredLoss : ElementLoss
{
    protected override double Element(double output, double label, out double slope)
    {
        var difference = output - label;
        slope = 2 * difference;
        return difference * difference;
    }
}

namespace Millrace.Training;

/// <summary>Loss over learning rate, and what follows from it.</summary>
public sealed record RateCurve
{
    /// <summary>The steps, least rate first, up to the one whose smoothed loss is four times the least, or that was the last with finite numbers.</summary>
    public required IReadOnlyList<RatePoint> Points { get; init; }

    /// <summary>The rate of least smoothed loss.</summary>
    public required double LeastLossRate { get; init; }

    /// <summary>The rate up to there at which the smoothed loss falls steepest per logarithm of the rate.</summary>
    public required double SteepestRate { get; init; }

    /// <summary>A tenth of <see cref="LeastLossRate"/>: where the loss is least, steps are about to be too long.</summary>
    public required double Suggestion { get; init; }
}

using Millrace.Exact;

namespace Millrace.Jobs.Metrics;

/// <summary>The loss −ln p of the probability that a model gave to what happened.</summary>
internal static class LogLoss
{
    /// <summary>Probabilities below this count as this, so that one sure mistake does not make the mean infinite.</summary>
    public const double SmallestProbability = 1e-15;

    /// <summary>−ln of <paramref name="probability"/>, at most 34.6.</summary>
    public static double OfProbability(double probability) => -ExactMath.Log(Math.Max(probability, SmallestProbability));
}

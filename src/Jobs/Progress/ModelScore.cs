namespace Millrace.Jobs.Progress;

/// <summary>One model's scores on the test rows.</summary>
/// <param name="Model">The model: <c>network</c>, <c>linear</c>, <c>lightgbm</c>.</param>
/// <param name="Metrics">Metric name to value, in the order to be shown.</param>
public sealed record ModelScore(string Model, IReadOnlyList<KeyValuePair<string, double>> Metrics)
{
    /// <summary>The value of <paramref name="metric"/>; null where this model has none.</summary>
    public double? Metric(string metric)
    {
        foreach (var (name, value) in Metrics)
        {
            if (name == metric)
            {
                return value;
            }
        }

        return null;
    }
}

namespace Millrace.Jobs.Scoring;

/// <summary>What scoring counted.</summary>
internal sealed record ScoreStatistics
{
    /// <summary>Answers given, one a row.</summary>
    public long Rows { get; init; }

    /// <summary>Answers with a prediction.</summary>
    public long Predicted { get; init; }

    /// <summary>Answers without one, by reason.</summary>
    public SortedDictionary<string, long> Reasons { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Missing values by input column, which gave predictions all the same.</summary>
    public SortedDictionary<string, long> Missing { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Values by input column that training did not see, which gave predictions all the same.</summary>
    public SortedDictionary<string, long> Unseen { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Rows by column and training's bin.</summary>
    public SortedDictionary<string, long[]> Drift { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Both together.</summary>
    public static ScoreStatistics Merge(ScoreStatistics left, ScoreStatistics right) => new()
    {
        Rows = left.Rows + right.Rows,
        Predicted = left.Predicted + right.Predicted,
        Reasons = Sum(left.Reasons, right.Reasons, (a, b) => a + b),
        Missing = Sum(left.Missing, right.Missing, (a, b) => a + b),
        Unseen = Sum(left.Unseen, right.Unseen, (a, b) => a + b),
        Drift = Sum(left.Drift, right.Drift, (a, b) => [.. a.Zip(b, (x, y) => x + y)]),
    };

    private static SortedDictionary<string, T> Sum<T>(SortedDictionary<string, T> left, SortedDictionary<string, T> right, Func<T, T, T> add)
    {
        var sum = new SortedDictionary<string, T>(left, StringComparer.Ordinal);
        foreach (var (name, value) in right)
        {
            sum[name] = sum.TryGetValue(name, out var before) ? add(before, value) : value;
        }

        return sum;
    }
}

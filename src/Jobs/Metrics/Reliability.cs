namespace Millrace.Jobs.Metrics;

/// <summary>
/// How far probabilities can be believed: rows in fifteen bins of equal width by predicted probability, and how often it came true in each. From counts and
/// exact sums, so any order of the rows gives the same bytes. Not thread-safe.
/// </summary>
internal sealed class Reliability
{
    private const int Bins = 15;

    private readonly long[] _rows = new long[Bins];
    private readonly long[] _true = new long[Bins];
    private readonly ExactSum[] _confidence = [.. Enumerable.Range(0, Bins).Select(_ => new ExactSum())];

    /// <summary>The bins that hold rows, least probability first.</summary>
    public IReadOnlyList<ReliabilityBin> Points =>
    [
        .. Enumerable.Range(0, Bins).Where(bin => _rows[bin] > 0)
            .Select(bin => new ReliabilityBin(_confidence[bin].ToDouble() / _rows[bin], (double)_true[bin] / _rows[bin], _rows[bin])),
    ];

    /// <summary>Expected calibration error: the bins' distance between probability and share, weighted by rows; NaN without rows.</summary>
    public double Error => Points is { Count: > 0 } points
        ? points.Sum(point => point.Rows * Math.Abs(point.Confidence - point.Share)) / points.Sum(point => point.Rows)
        : double.NaN;

    /// <summary>Adds a row.</summary>
    /// <param name="probability">What was predicted.</param>
    /// <param name="happened">Whether it came true.</param>
    public void Add(double probability, bool happened)
    {
        var bin = Math.Clamp((int)(probability * Bins), 0, Bins - 1);
        _rows[bin]++;
        _true[bin] += happened ? 1 : 0;
        _confidence[bin].Add(probability);
    }

    /// <summary>Adds a row by its outputs: class 1's probability of a binary label, else that of the most probable class.</summary>
    public void AddOutputs(double label, ReadOnlySpan<float> outputs)
    {
        var best = 0;
        for (var at = 1; at < outputs.Length; at++)
        {
            best = outputs[at] > outputs[best] ? at : best;
        }

        Add(outputs[best], outputs.Length == 1 ? label > 0.5 : best == (int)label);
    }
}

namespace Millrace.Jobs.Metrics;

/// <summary>
/// Counts of positive and negative rows over bins of the predicted probability. The bins follow the bits of the distance to
/// the nearer of 0 and 1, so that scores close to either end are told apart (a bin is at most 0.2 % of that distance wide).
/// Not thread-safe.
/// </summary>
internal sealed class ScoreHistogram
{
    private const int DroppedBits = 14;
    private const int HalfBins = (0x3F00_0000 >> DroppedBits) + 1;

    private readonly long[] _positive = new long[2 * HalfBins];
    private readonly long[] _negative = new long[2 * HalfBins];

    /// <summary>Counts a row.</summary>
    public void Add(bool positive, float probability) => (positive ? _positive : _negative)[BinOf(probability)]++;

    /// <summary>Adds the rows of <paramref name="other"/>.</summary>
    public void Merge(ScoreHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var bin = 0; bin < _positive.Length; bin++)
        {
            _positive[bin] += other._positive[bin];
            _negative[bin] += other._negative[bin];
        }
    }

    /// <summary>
    /// The chance that a positive row scores above a negative one, equal bins counted half; NaN where one of them is missing.
    /// </summary>
    public double Auc()
    {
        UInt128 doubled = 0;
        UInt128 negatives = 0;
        UInt128 positives = 0;
        for (var bin = 0; bin < _positive.Length; bin++)
        {
            doubled += (UInt128)_positive[bin] * ((2 * negatives) + (UInt128)_negative[bin]);
            negatives += (UInt128)_negative[bin];
            positives += (UInt128)_positive[bin];
        }

        var pairs = positives * negatives;
        return pairs == 0 ? double.NaN : (double)doubled / (2 * (double)pairs);
    }

    /// <summary>
    /// The threshold of greatest score among those that separate two bins; of equal scores the highest. Rows with at least this probability
    /// count as class 1; at least one row does. Null where there is none.
    /// </summary>
    /// <param name="score">Gets true positives, false positives and false negatives.</param>
    public float? BestThreshold(Func<long, long, long, double> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var positives = _positive.Sum();
        var (found, alarms, best) = (0L, 0L, double.NegativeInfinity);
        int? chosen = null;
        for (var bin = _positive.Length - 1; bin >= 0; bin--)
        {
            found += _positive[bin];
            alarms += _negative[bin];
            if (_positive[bin] + _negative[bin] > 0 && score(found, alarms, positives - found) is var value && value > best)
            {
                (best, chosen) = (value, bin);
            }
        }

        return chosen is { } at ? LeastOf(at) : null;
    }

    /// <summary>The least probability that falls into a bin: bins ascend with the bits of a probability.</summary>
    private static float LeastOf(int bin)
    {
        var (low, high) = (0, BitConverter.SingleToInt32Bits(1f));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (BinOf(BitConverter.Int32BitsToSingle(middle)) >= bin)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return BitConverter.Int32BitsToSingle(low);
    }

    private static int BinOf(float probability)
    {
        var p = Math.Clamp(probability, 0f, 1f);
        return p <= 0.5f
            ? BitConverter.SingleToInt32Bits(p) >> DroppedBits
            : (2 * HalfBins) - 1 - (BitConverter.SingleToInt32Bits(1f - p) >> DroppedBits);
    }
}

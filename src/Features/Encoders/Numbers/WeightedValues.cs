using Millrace.Features.Statistics;

namespace Millrace.Features.Encoders.Numbers;

/// <summary>The distinct values of a sample in ascending order and how often each occurs. Immutable and thread-safe.</summary>
internal sealed class WeightedValues
{
    private readonly double[] _values;
    private readonly long[] _through;

    private WeightedValues(double[] values, long[] counts)
    {
        _values = values;
        _through = counts;
        for (var i = 1; i < counts.Length; i++)
        {
            _through[i] += _through[i - 1];
        }
    }

    /// <summary>The distinct values.</summary>
    public ReadOnlySpan<double> Distinct => _values;

    /// <summary>How many values there are, each as often as it occurs.</summary>
    public long Total => _through.Length == 0 ? 0 : _through[^1];

    /// <summary>The values that a column of a sample has after a function; where that gives NaN there is none.</summary>
    public static WeightedValues Of(RowSample sample, int slot, Func<double, double> function)
    {
        var rows = sample.Rows;
        var values = new double[rows];
        var counts = new long[rows];
        var kept = 0;
        for (var i = 0; i < rows; i++)
        {
            var value = function(sample.NumberOf(i, slot));
            if (!double.IsNaN(value))
            {
                values[kept] = value;
                counts[kept++] = sample.CountOf(i);
            }
        }

        System.Array.Resize(ref values, kept);
        System.Array.Resize(ref counts, kept);
        System.Array.Sort(values, counts);
        var distinct = 0;
        for (var i = 0; i < kept; i++)
        {
            if (distinct > 0 && values[distinct - 1] == values[i])
            {
                counts[distinct - 1] += counts[i];
            }
            else
            {
                values[distinct] = values[i];
                counts[distinct++] = counts[i];
            }
        }

        return new WeightedValues(values[..distinct], counts[..distinct]);
    }

    /// <summary>How often the distinct value at an index occurs.</summary>
    public long CountAt(int index) => index == 0 ? _through[0] : _through[index] - _through[index - 1];

    /// <summary>
    /// The quantile of a share: with the values in order at 0 … N − 1, what lies at share·(N − 1), on the line between the two neighbours.
    /// </summary>
    public double Quantile(double share)
    {
        var at = share * (Total - 1);
        var below = Math.Floor(at);
        var low = ValueAt((long)below);
        var high = ValueAt(Math.Min((long)below + 1, Total - 1));
        return low + ((high - low) * (at - below));
    }

    /// <summary>Like <see cref="Quantile"/>, each distinct value taken once.</summary>
    public double QuantileOfDistinct(double share)
    {
        var at = share * (_values.Length - 1);
        var below = (int)Math.Floor(at);
        var low = _values[below];
        return low + ((_values[Math.Min(below + 1, _values.Length - 1)] - low) * (at - below));
    }

    /// <summary>The most frequent value, the smallest among equals; null for no values.</summary>
    public double? MostFrequent()
    {
        var best = 0;
        for (var i = 1; i < _values.Length; i++)
        {
            best = CountAt(i) > CountAt(best) ? i : best;
        }

        return _values.Length == 0 ? null : _values[best];
    }

    private double ValueAt(long rank)
    {
        var found = System.Array.BinarySearch(_through, rank + 1);
        return _values[found >= 0 ? found : ~found];
    }
}

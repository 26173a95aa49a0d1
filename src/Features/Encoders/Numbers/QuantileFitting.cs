using Millrace.Exact;

namespace Millrace.Features.Encoders.Numbers;

/// <summary>Fits the encoders that rest on quantiles of the training rows' sample.</summary>
internal static class QuantileFitting
{
    private const int RowsOfBin = 200;
    private const int LeastEdges = 8;

    /// <summary>
    /// Knots at Q equally spaced shares, Q = most, but at most a thirtieth of the values and at least 10. The normal quantile of a knot is that of its share, cut to
    /// 1/2N from 0 and 1; knots of equal value become one at the mean of their shares.
    /// </summary>
    public static FittedQuantileNormal Normal(WeightedValues values, int most)
    {
        var knots = new List<double>();
        var normals = new List<double>();
        if (values.Total > 0)
        {
            var count = (int)Math.Clamp(values.Total / 30, Math.Min(10, most), most);
            var edge = 0.5 / values.Total;
            for (var i = 0; i < count;)
            {
                var first = i;
                var value = values.Quantile(ShareOf(i, count));
                while (i < count && values.Quantile(ShareOf(i, count)) <= value)
                {
                    i++;
                }

                knots.Add(value);
                normals.Add(ExactMath.NormalInverse(Math.Clamp((ShareOf(first, count) + ShareOf(i - 1, count)) / 2, edge, 1 - edge)));
            }
        }

        return new FittedQuantileNormal { Values = knots, Normals = normals };
    }

    /// <summary>
    /// As many edges as there may be, but at most one for two hundred values and at least 8: a bin that few rows fall in learns their noise. Half of the edges at quantiles of the values, half at quantiles of the distinct values, joined. A value that holds over the given share and at least the given
    /// number of rows gets an indicator, the most frequent ones first, as many as there are edges.
    /// </summary>
    public static FittedPiecewiseLinear PiecewiseLinear(WeightedValues values, PiecewiseLinearSpec spec)
    {
        var count = (int)Math.Clamp(values.Total / RowsOfBin, Math.Min(LeastEdges, spec.Edges), spec.Edges);
        var edges = new SortedSet<double>();
        var frequent = new List<(double Value, long Count)>();
        if (values.Total > 0)
        {
            var ofRows = (count + 1) / 2;
            for (var i = 0; i < ofRows; i++)
            {
                edges.Add(values.Quantile(ShareOf(i, ofRows)));
            }

            // The ends of both halves are the same two values, so the second half may ask for two more.
            var ofDistinct = count - ofRows + Math.Min(2, ofRows);
            for (var i = 0; i < ofDistinct && edges.Count < count; i++)
            {
                edges.Add(values.QuantileOfDistinct(ShareOf(i, ofDistinct)));
            }

            for (var i = 0; i < values.Distinct.Length; i++)
            {
                if (values.CountAt(i) > spec.FrequentShare * values.Total && values.CountAt(i) >= spec.FrequentRows)
                {
                    frequent.Add((values.Distinct[i], values.CountAt(i)));
                }
            }
        }

        return new FittedPiecewiseLinear
        {
            Edges = [.. edges],
            Frequent = [.. frequent.OrderByDescending(each => each.Count).ThenBy(each => each.Value).Take(count).Select(each => each.Value).Order()],
        };
    }

    /// <summary>Inner edges of so many buckets at equally spaced shares; equal edges become one.</summary>
    public static IReadOnlyList<double> BucketEdges(WeightedValues values, int count)
    {
        var edges = new SortedSet<double>();
        for (var i = 1; i < count && values.Total > 0; i++)
        {
            edges.Add(values.Quantile(i / (double)count));
        }

        return [.. edges];
    }

    private static double ShareOf(int index, int count) => count == 1 ? 0.5 : index / (double)(count - 1);
}

using System.Buffers.Binary;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Numbers;

namespace Millrace.Features.Statistics;

/// <summary>
/// Quantiles of a column for the report: exact where every value is counted. Times come from the sample, because a relative error of the seconds since 1970 would be
/// months; other numbers from the sketch, whole ones to the nearest.
/// </summary>
internal static class ProfileQuantiles
{
    /// <summary>What lies at the shares, each 0 to 1, in ascending order.</summary>
    public static double[] Of(TableProfile profile, int index, IReadOnlyList<double> shares)
    {
        var column = profile.Columns[index];
        if (column.Counts is { TooMany: false } counts)
        {
            return Counted(counts, shares);
        }

        var moments = column.Moments!;
        if (ValueForms.IsTime(column.Column.Type))
        {
            var sampled = WeightedValues.Of(profile.Sample, profile.NumberSlot(index), static value => value);
            return [.. shares.Select(sampled.Quantile)];
        }

        // The sketch gives the middle of a bucket, which may lie beyond the outermost values.
        var isWhole = column.Column.Type.IsInteger;
        return [.. shares.Select(share => Math.Clamp(column.Sketch!.ValueAt(RankOf(share, moments.Count)), moments.Least, moments.Greatest))
            .Select(value => isWhole ? Math.Round(value) : value)];
    }

    private static double[] Counted(TextCounts counts, IReadOnlyList<double> shares)
    {
        var values = new (double Value, long Count)[counts.Distinct];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (BinaryPrimitives.ReadDoubleLittleEndian(counts.TextAt(i)), counts.CountAt(i));
        }

        System.Array.Sort(values, static (a, b) => a.Value.CompareTo(b.Value));
        var total = values.Sum(static each => each.Count);
        var found = new double[shares.Count];
        var (at, through) = (0, values[0].Count);
        for (var i = 0; i < found.Length; i++)
        {
            while (through <= RankOf(shares[i], total))
            {
                through += values[++at].Count;
            }

            found[i] = values[at].Value;
        }

        return found;
    }

    private static long RankOf(double share, long count) => (long)Math.Floor(share * (count - 1));
}

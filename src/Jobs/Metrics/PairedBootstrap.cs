using Millrace.Exact;

namespace Millrace.Jobs.Metrics;

/// <summary>
/// How sure the mean difference of two models' losses on the same rows is: rows are drawn again with replacement, each row
/// keeping its pair (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993). The same seed gives the same interval.
/// </summary>
internal static class PairedBootstrap
{
    /// <summary>Resamplings; the ends of the interval are the 25th from either side.</summary>
    public const int Resamplings = 1000;

    /// <summary>More rows than these are first put together in this many groups of neighbours, and groups are drawn.</summary>
    public const int MaxGroups = 20_000;

    private const ulong Key = 0x626F_6F74_0000_0005;

    /// <summary>The interval of the mean difference.</summary>
    /// <param name="differences">Loss of each row under the first model minus that under the second, in an order that does not depend on where the rows came from; read once.</param>
    /// <param name="rowCount">How many there are.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <exception cref="ArgumentException">There is no row, or there are not so many.</exception>
    public static BootstrapInterval Interval(IEnumerable<double> differences, long rowCount, ulong seed)
    {
        var groups = (int)Math.Min(rowCount, MaxGroups);
        var sums = new double[groups];
        var rows = new long[groups];
        var at = 0L;
        foreach (var difference in differences)
        {
            var group = (int)(at++ * groups / Math.Max(1, rowCount));
            if (at > rowCount)
            {
                break;
            }

            sums[group] += difference;
            rows[group]++;
        }

        if (at != rowCount || rowCount == 0)
        {
            throw new ArgumentException($"the differences are not those of {rowCount} rows", nameof(differences));
        }

        // Mixed first: the hash takes its first number by exclusive or, so bare seeds would only swap resamplings.
        var key = KeyedHash.Hash(Key, unchecked((long)seed), 0);
        var means = new double[Resamplings];
        for (var resampling = 0; resampling < Resamplings; resampling++)
        {
            means[resampling] = MeanOfDraw(sums, rows, key, resampling);
        }

        Array.Sort(means);
        var cut = Resamplings / 40;
        return new BootstrapInterval(sums.Sum() / rowCount, means[cut], means[^(cut + 1)]);
    }

    private static double MeanOfDraw(double[] sums, long[] rows, ulong key, int resampling)
    {
        var sum = 0.0;
        var count = 0L;
        for (var draw = 0; draw < sums.Length; draw++)
        {
            var bits = KeyedHash.Hash(key, resampling, draw);
            var group = (int)(((UInt128)bits * (uint)sums.Length) >> 64);
            sum += sums[group];
            count += rows[group];
        }

        return sum / count;
    }
}

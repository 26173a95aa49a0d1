using System.Runtime.CompilerServices;

namespace Millrace.Features.Statistics;

/// <summary>
/// Counts of doubles in buckets of relative width 1/64, from which quantiles follow within 0.8 % of the value. A commutative monoid in its bytes. Not thread-safe.
/// </summary>
/// <remarks>
/// DDSketch (Masson, Rim and Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", 2019) with the linearly interpolated logarithm as its mapping:
/// a bucket is the sign, the exponent and the first six bits of the mantissa.
/// </remarks>
internal sealed class QuantileSketch
{
    private const int MantissaBits = 6;
    private const int PageSize = 1 << MantissaBits;

    // One page for each sign and exponent, made when first met.
    private readonly long[]?[] _pages = new long[4_096][];

    /// <summary>Adds a finite value so many times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value, long times = 1)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var page = _pages[bits >> 52] ?? Page((int)(bits >> 52));
        page[(int)(bits >> (52 - MantissaBits)) & (PageSize - 1)] += times;
    }

    public void Merge(QuantileSketch other)
    {
        for (var p = 0; p < _pages.Length; p++)
        {
            if (other._pages[p] is { } from)
            {
                var page = _pages[p] ?? Page(p);
                for (var i = 0; i < PageSize; i++)
                {
                    page[i] += from[i];
                }
            }
        }
    }

    /// <summary>The middle of the bucket that holds the value of a rank, 0 to the number of values − 1.</summary>
    public double ValueAt(long rank)
    {
        // Buckets in ascending order: negative ones from the largest magnitude down, then positive ones.
        for (var bucket = (_pages.Length * PageSize) - 1; bucket >= _pages.Length * PageSize / 2; bucket--)
        {
            rank -= CountOf(bucket);
            if (rank < 0)
            {
                return MiddleOf(bucket);
            }
        }

        for (var bucket = 0; bucket < _pages.Length * PageSize / 2; bucket++)
        {
            rank -= CountOf(bucket);
            if (rank < 0)
            {
                return MiddleOf(bucket);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(rank), "There are fewer values.");
    }

    public void Write(StateWriter writer)
    {
        var buckets = Enumerable.Range(0, _pages.Length * PageSize).Where(bucket => CountOf(bucket) > 0).ToList();
        writer.Write(buckets.Count);
        foreach (var bucket in buckets)
        {
            writer.Write(bucket);
            writer.Write(CountOf(bucket));
        }
    }

    public static QuantileSketch Read(ref StateReader reader)
    {
        var sketch = new QuantileSketch();
        var count = reader.ReadCount(12);
        for (var i = 0; i < count; i++)
        {
            var bucket = reader.ReadInt32();
            if (bucket < 0 || bucket >= sketch._pages.Length * PageSize)
            {
                throw new InvalidDataException("A bucket of a quantile sketch is out of range.");
            }

            (sketch._pages[bucket / PageSize] ?? sketch.Page(bucket / PageSize))[bucket % PageSize] = reader.ReadInt64();
        }

        return sketch;
    }

    private static double MiddleOf(int bucket)
    {
        if (bucket is 0 or 4_096 * PageSize / 2)
        {
            return 0;
        }

        var low = BitConverter.UInt64BitsToDouble((ulong)bucket << (52 - MantissaBits));
        var high = BitConverter.UInt64BitsToDouble(((ulong)bucket << (52 - MantissaBits)) | ((1UL << (52 - MantissaBits)) - 1));
        return (low / 2) + (high / 2);
    }

    private long CountOf(int bucket) => _pages[bucket / PageSize] is { } page ? page[bucket % PageSize] : 0;

    private long[] Page(int index) => _pages[index] = new long[PageSize];
}

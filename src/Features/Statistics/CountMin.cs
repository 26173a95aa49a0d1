namespace Millrace.Features.Statistics;

/// <summary>
/// Counts of values by their 64-bit hashes, never too small, and too large by more than 0.14 % of all values in one case of fifty at most. A commutative monoid in its
/// bytes. Not thread-safe.
/// </summary>
/// <remarks>Cormode and Muthukrishnan, "An improved data stream summary: the count-min sketch", 2005.</remarks>
internal sealed class CountMin
{
    private const int Rows = 4;
    private const int WidthBits = 11;

    private readonly long[] _counts = new long[Rows << WidthBits];

    /// <summary>Counts one value so many times.</summary>
    public void Add(ulong hash, long times = 1)
    {
        for (var row = 0; row < Rows; row++)
        {
            _counts[SlotOf(hash, row)] += times;
        }
    }

    /// <summary>How often the value occurred, or more.</summary>
    public long Estimate(ulong hash)
    {
        var least = long.MaxValue;
        for (var row = 0; row < Rows; row++)
        {
            least = Math.Min(least, _counts[SlotOf(hash, row)]);
        }

        return least;
    }

    public void Merge(CountMin other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    public void Write(StateWriter writer)
    {
        foreach (var count in _counts)
        {
            writer.Write(count);
        }
    }

    public static CountMin Read(ref StateReader reader)
    {
        var sketch = new CountMin();
        for (var i = 0; i < sketch._counts.Length; i++)
        {
            sketch._counts[i] = reader.ReadInt64();
        }

        return sketch;
    }

    // Four rows of 11 bits take 44 of the hash's 64 bits, which are independent for a good hash.
    private static int SlotOf(ulong hash, int row) => (row << WidthBits) | ((int)(hash >> (row * WidthBits)) & ((1 << WidthBits) - 1));
}

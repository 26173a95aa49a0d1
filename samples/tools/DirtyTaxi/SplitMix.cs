namespace Millrace.Samples.DirtyTaxi;

/// <summary>
/// A seeded stream of random numbers: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
/// 2014). Written out here, so that the sample's rows are the same with every version of .NET.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            var bits = _state += 0x9E37_79B9_7F4A_7C15UL;
            bits = (bits ^ (bits >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D0_49BB_1331_11EBUL;
            return bits ^ (bits >> 31);
        }
    }

    /// <summary>A number from 0 to <paramref name="bound"/> − 1.</summary>
    public int Below(int bound) => (int)(((UInt128)NextBits() * (uint)bound) >> 64);

    /// <summary>A number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Between(double low, double high) => low + ((high - low) * ((NextBits() >> 11) * (1.0 / (1UL << 53))));

    /// <summary>One of <paramref name="items"/>.</summary>
    public T Pick<T>(params ReadOnlySpan<T> items) => items[Below(items.Length)];

    /// <summary>Puts <paramref name="items"/> into random order (Fisher and Yates).</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}

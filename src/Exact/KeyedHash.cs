namespace Millrace.Exact;

/// <summary>
/// Keyed 64-bit hash of a row identity. Lane, split and every sample take their bits from a differently keyed hash of the
/// same 128-bit identity, so that knowing one says nothing about another.
/// </summary>
/// <remarks>
/// Two rounds of the SplitMix64 finaliser (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014)
/// over the two halves. Pure integer arithmetic: the same on every machine. Thread-safe.
/// </remarks>
internal static class KeyedHash
{
    /// <summary>Key of the hash that picks a row's lane.</summary>
    public const ulong LaneKey = 0x6C61_6E65_0000_0001;

    /// <summary>Key of the hash that picks train, validation or test.</summary>
    public const ulong SplitKey = 0x7370_6C69_7400_0002;

    /// <summary>Key of the hash whose smallest values form the sample for quantiles and report.</summary>
    public const ulong SampleKey = 0x7361_6D70_6C65_0003;

    /// <summary>Key of the hash whose smallest values form the baselines' training sample.</summary>
    public const ulong BaselineKey = 0x6261_7365_0000_0004;

    /// <summary>The keyed hash of (<paramref name="hi"/>, <paramref name="lo"/>).</summary>
    public static ulong Hash(ulong key, long hi, long lo) =>
        Mix(unchecked(Mix(key ^ (ulong)hi) + 0x9E37_79B9_7F4A_7C15UL + (ulong)lo));

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E37_79B9_7F4A_7C15UL;
            value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EBUL;
            return value ^ (value >> 31);
        }
    }
}

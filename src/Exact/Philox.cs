namespace Millrace.Exact;

/// <summary>
/// Counter-based random numbers: Philox4x32-10. What is drawn depends on its coordinates (seed, purpose, layer, step, row id
/// or index) and on nothing else, so neither threads, nor ranks, nor the order of rows matter.
/// </summary>
/// <remarks>
/// Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011. Integer arithmetic only: the same on
/// every machine. Thread-safe.
/// </remarks>
internal static class Philox
{
    /// <summary>Purpose of the numbers that initialise parameters.</summary>
    public const ulong InitialPurpose = 1;

    /// <summary>Purpose of the numbers that choose what dropout keeps.</summary>
    public const ulong DropoutPurpose = 2;

    /// <summary>Purpose of the numbers that replace category indices by the unknown entry.</summary>
    public const ulong UnknownPurpose = 3;

    /// <summary>Purpose of the numbers that order the blocks and rows of an epoch.</summary>
    public const ulong ShufflePurpose = 4;

    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD251_1F53;
    private const uint Multiplier1 = 0xCD9E_8D57;
    private const uint Weyl0 = 0x9E37_79B9;
    private const uint Weyl1 = 0xBB67_AE85;

    /// <summary>The key of a stream of blocks.</summary>
    public static ulong Key(ulong seed, ulong purpose, ulong layer, ulong step)
    {
        var first = Block(seed, (purpose << 32) | layer, step);
        return ((ulong)first.W1 << 32) | first.W0;
    }

    /// <summary>Four 32-bit words of the 128-bit counter (<paramref name="counterLow"/>, <paramref name="counterHigh"/>).</summary>
    public static PhiloxBlock Block(ulong key, ulong counterLow, ulong counterHigh)
    {
        unchecked
        {
            uint c0 = (uint)counterLow, c1 = (uint)(counterLow >> 32), c2 = (uint)counterHigh, c3 = (uint)(counterHigh >> 32);
            uint k0 = (uint)key, k1 = (uint)(key >> 32);
            for (var round = 0; round < Rounds; round++)
            {
                var product0 = (ulong)Multiplier0 * c0;
                var product1 = (ulong)Multiplier1 * c2;
                (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
                k0 += Weyl0;
                k1 += Weyl1;
            }

            return new PhiloxBlock(c0, c1, c2, c3);
        }
    }

    /// <summary>A number in [0, 1) from the upper 24 bits of <paramref name="word"/>, exact in float32.</summary>
    public static float Uniform(uint word) => (word >> 8) * (1f / (1 << 24));
}

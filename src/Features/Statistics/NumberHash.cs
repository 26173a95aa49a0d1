using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Millrace.Features.Statistics;

/// <summary>Hash of 64 bits that a value takes whole: a bijection, some five times as fast as hashing its bytes.</summary>
/// <remarks>The SplitMix64 finaliser (Steele, Lea and Flood, 2014).</remarks>
internal static class NumberHash
{
    /// <summary>The hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong bits)
    {
        unchecked
        {
            bits += 0x9E37_79B9_7F4A_7C15UL;
            bits = (bits ^ (bits >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D0_49BB_1331_11EBUL;
            return bits ^ (bits >> 31);
        }
    }

    /// <summary>The hashes of eight values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Of(Vector512<ulong> bits)
    {
        bits += Vector512.Create(0x9E37_79B9_7F4A_7C15UL);
        bits = (bits ^ (bits >> 30)) * Vector512.Create(0xBF58_476D_1CE4_E5B9UL);
        bits = (bits ^ (bits >> 27)) * Vector512.Create(0x94D0_49BB_1331_11EBUL);
        return bits ^ (bits >> 31);
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Millrace.Features.Cleaning;

/// <summary>Packs selected 64-bit values together, eight at a time: for selections of many short runs, where copying run after run costs more.</summary>
internal static class Packing
{
    /// <summary>Whether the machine has the instruction.</summary>
    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>Packs the selected values.</summary>
    /// <param name="source">All values.</param>
    /// <param name="mask">Which to take: bit r mod 64 of word r / 64.</param>
    /// <param name="target">Receives them; as long as there are bits in the mask.</param>
    public static void Pack(ReadOnlySpan<ulong> source, ReadOnlySpan<ulong> mask, Span<ulong> target)
    {
        var powers = Vector512.Create(1UL, 2, 4, 8, 16, 32, 64, 128);
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var at = 0;
        var row = 0;
        for (; row + Vector512<ulong>.Count <= source.Length && at + Vector512<ulong>.Count <= target.Length; row += Vector512<ulong>.Count)
        {
            var bits = (byte)(mask[row >> 6] >> (row & 63));
            var selected = Vector512.Equals(Vector512.Create((ulong)bits) & powers, powers);
            Avx512F.Compress(Vector512<ulong>.Zero, selected, Vector512.LoadUnsafe(ref from, (nuint)row)).StoreUnsafe(ref to, (nuint)at);
            at += BitOperations.PopCount(bits);
        }

        // The last values one by one, where a whole vector would be written beyond the end.
        for (; at < target.Length; row++)
        {
            if ((mask[row >> 6] >> (row & 63) & 1) != 0)
            {
                target[at++] = source[row];
            }
        }
    }
}

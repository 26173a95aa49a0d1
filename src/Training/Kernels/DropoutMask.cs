using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Millrace.Exact;

namespace Millrace.Training.Kernels;

/// <summary>
/// The factors of dropout for one sample: sixteen random bits per element. Eight blocks of Philox make a group of 64 elements:
/// element i of a group takes word i / 16 of block i mod 8, its low half for the first eight of the sixteen, else its high half.
/// </summary>
/// <remarks>Integer arithmetic: the vector and the scalar way give the same bits.</remarks>
internal static unsafe class DropoutMask
{
    /// <summary>Elements that one group of eight blocks serves.</summary>
    public const int Group = 64;

    private const int Blocks = 8;
    private const int Rounds = 10;
    private const ulong Multiplier0 = 0xD251_1F53;
    private const ulong Multiplier1 = 0xCD9E_8D57;
    private const uint Weyl0 = 0x9E37_79B9;
    private const uint Weyl1 = 0xBB67_AE85;

    /// <summary>Fills <paramref name="count"/> factors: 0 where the bits are below <paramref name="dropBelow"/>, else <paramref name="scale"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(PhiloxBlock row, uint dropBelow, float scale, float* mask, int count, KernelPath path)
    {
        var key = ((ulong)row.W1 << 32) | row.W0;
        var high = ((ulong)row.W3 << 32) | row.W2;
        var rest = stackalloc float[Group];
        for (var first = 0; first < count; first += Group)
        {
            var whole = count - first >= Group;
            var target = whole ? mask + first : rest;
            var counter = (ulong)(first / Group * Blocks);
            if (path == KernelPath.Vector512 && Avx512F.IsSupported)
            {
                FillWide(key, counter, high, dropBelow, scale, target);
            }
            else
            {
                FillScalar(key, counter, high, dropBelow, scale, target);
            }

            if (!whole)
            {
                new ReadOnlySpan<float>(rest, count - first).CopyTo(new Span<float>(mask + first, count - first));
            }
        }
    }

    private static void FillScalar(ulong key, ulong counter, ulong high, uint dropBelow, float scale, float* target)
    {
        for (var block = 0; block < Blocks; block++)
        {
            var words = Philox.Block(key, counter + (uint)block, high);
            Spread(words.W0, 0);
            Spread(words.W1, 1);
            Spread(words.W2, 2);
            Spread(words.W3, 3);

            void Spread(uint word, int index)
            {
                target[(16 * index) + block] = (word & 0xFFFF) < dropBelow ? 0f : scale;
                target[(16 * index) + Blocks + block] = (word >> 16) < dropBelow ? 0f : scale;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillWide(ulong key, ulong counter, ulong high, uint dropBelow, float scale, float* target)
    {
        // One block per 64-bit lane; only the low 32 bits of a lane count, what is above them is never read.
        var c0 = Vector512.Create(counter) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        var c1 = Vector512.Create(counter >> 32);
        var c2 = Vector512.Create(high);
        var c3 = Vector512.Create(high >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        var m0 = Vector512.Create(Multiplier0).AsUInt32();
        var m1 = Vector512.Create(Multiplier1).AsUInt32();
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = Avx512F.Multiply(m0, c0.AsUInt32());
            var product1 = Avx512F.Multiply(m1, c2.AsUInt32());
            c0 = (product1 >>> 32) ^ c1 ^ Vector512.Create((ulong)k0);
            c2 = (product0 >>> 32) ^ c3 ^ Vector512.Create((ulong)k1);
            c1 = product1;
            c3 = product0;
            unchecked
            {
                k0 += Weyl0;
                k1 += Weyl1;
            }
        }

        Spread(c0, dropBelow, scale, target);
        Spread(c1, dropBelow, scale, target + 16);
        Spread(c2, dropBelow, scale, target + 32);
        Spread(c3, dropBelow, scale, target + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(Vector512<ulong> words, uint dropBelow, float scale, float* target)
    {
        var half = Vector512.Create(0xFFFFUL);
        var bits = Vector512.Narrow(words & half, (words >>> 16) & half);
        var drops = Vector512.LessThan(bits, Vector512.Create(dropBelow)).AsSingle();
        Vector512.Store(Vector512.ConditionalSelect(drops, Vector512<float>.Zero, Vector512.Create(scale)), target);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Millrace.Features.Hashing;

/// <summary>Sixteen messages in AVX-512 registers.</summary>
internal readonly struct ShaLanes512(Vector512<uint> value) : IShaLanes<ShaLanes512>
{
    private readonly Vector512<uint> _value = value;

    public static bool IsSupported => Avx512F.IsSupported && Avx512BW.IsSupported;

    public static int Count => 16;

    private static Vector512<byte> SwapBytes => Vector512.Create(Vector256.Create(Quad, Quad), Vector256.Create(Quad, Quad));

    private static Vector128<byte> Quad => Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes512 Splat(uint value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes512 Load(ReadOnlySpan<uint> source) => new(Vector512.Create(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ShaLanes512 value, Span<uint> target) => value._value.CopyTo(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes512 Add(ShaLanes512 left, ShaLanes512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Sum(ShaLanes512 value) =>
        Vector512.Sum((value._value.AsUInt64() & Vector512.Create(0xFFFF_FFFFUL)) + (value._value.AsUInt64() >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes512 Choose(ShaLanes512 e, ShaLanes512 f, ShaLanes512 g) =>
        new(Avx512F.TernaryLogic(e._value, f._value, g._value, 0xCA));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes512 Majority(ShaLanes512 a, ShaLanes512 b, ShaLanes512 c) =>
        new(Avx512F.TernaryLogic(a._value, b._value, c._value, 0xE8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes512 BigSigma0(ShaLanes512 value) => Rotations(value._value, 2, 13, 22);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes512 BigSigma1(ShaLanes512 value) => Rotations(value._value, 6, 11, 25);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes512 SmallSigma0(ShaLanes512 value) => new(Avx512F.TernaryLogic(
        Avx512F.RotateRight(value._value, 7), Avx512F.RotateRight(value._value, 18), value._value >>> 3, 0x96));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes512 SmallSigma1(ShaLanes512 value) => new(Avx512F.TernaryLogic(
        Avx512F.RotateRight(value._value, 17), Avx512F.RotateRight(value._value, 19), value._value >>> 10, 0x96));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LoadBlocks(ReadOnlySpan<byte> data, ReadOnlySpan<int> blocks, Span<ShaLanes512> words)
    {
        ref var start = ref MemoryMarshal.GetReference(data);
        var swap = SwapBytes;
        Span<Vector512<uint>> rows = stackalloc Vector512<uint>[16];
        Span<Vector512<uint>> mixed = stackalloc Vector512<uint>[16];
        for (var l = 0; l < 16; l++)
        {
            rows[l] = Avx512BW.Shuffle(Vector512.LoadUnsafe(ref start, (nuint)blocks[l]), swap).AsUInt32();
        }

        // A 16 × 16 transpose: pairs of words, pairs of pairs, then the four quarters of the registers twice.
        for (var l = 0; l < 16; l += 4)
        {
            var low01 = Avx512F.UnpackLow(rows[l], rows[l + 1]).AsUInt64();
            var high01 = Avx512F.UnpackHigh(rows[l], rows[l + 1]).AsUInt64();
            var low23 = Avx512F.UnpackLow(rows[l + 2], rows[l + 3]).AsUInt64();
            var high23 = Avx512F.UnpackHigh(rows[l + 2], rows[l + 3]).AsUInt64();
            mixed[l] = Avx512F.UnpackLow(low01, low23).AsUInt32();
            mixed[l + 1] = Avx512F.UnpackHigh(low01, low23).AsUInt32();
            mixed[l + 2] = Avx512F.UnpackLow(high01, high23).AsUInt32();
            mixed[l + 3] = Avx512F.UnpackHigh(high01, high23).AsUInt32();
        }

        for (var t = 0; t < 4; t++)
        {
            var even01 = Avx512F.Shuffle4x128(mixed[t], mixed[t + 4], 0x88);
            var odd01 = Avx512F.Shuffle4x128(mixed[t], mixed[t + 4], 0xDD);
            var even23 = Avx512F.Shuffle4x128(mixed[t + 8], mixed[t + 12], 0x88);
            var odd23 = Avx512F.Shuffle4x128(mixed[t + 8], mixed[t + 12], 0xDD);
            words[t] = new(Avx512F.Shuffle4x128(even01, even23, 0x88));
            words[t + 8] = new(Avx512F.Shuffle4x128(even01, even23, 0xDD));
            words[t + 4] = new(Avx512F.Shuffle4x128(odd01, odd23, 0x88));
            words[t + 12] = new(Avx512F.Shuffle4x128(odd01, odd23, 0xDD));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ShaLanes512 Rotations(
        Vector512<uint> value, [ConstantExpected] byte first, [ConstantExpected] byte second, [ConstantExpected] byte third) =>
        new(Avx512F.TernaryLogic(
            Avx512F.RotateRight(value, first), Avx512F.RotateRight(value, second), Avx512F.RotateRight(value, third), 0x96));
}

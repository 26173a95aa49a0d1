using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Millrace.Features.Hashing;

/// <summary>Eight messages in 256-bit registers.</summary>
internal readonly struct ShaLanes256(Vector256<uint> value) : IShaLanes<ShaLanes256>
{
    private readonly Vector256<uint> _value = value;

    public static bool IsSupported => Vector256.IsHardwareAccelerated;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes256 Splat(uint value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes256 Load(ReadOnlySpan<uint> source) => new(Vector256.Create(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ShaLanes256 value, Span<uint> target) => value._value.CopyTo(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes256 Add(ShaLanes256 left, ShaLanes256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Sum(ShaLanes256 value) =>
        Vector256.Sum((value._value.AsUInt64() & Vector256.Create(0xFFFF_FFFFUL)) + (value._value.AsUInt64() >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes256 Choose(ShaLanes256 e, ShaLanes256 f, ShaLanes256 g) =>
        new(g._value ^ (e._value & (f._value ^ g._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes256 Majority(ShaLanes256 a, ShaLanes256 b, ShaLanes256 c) =>
        new((a._value & b._value) | (c._value & (a._value | b._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes256 BigSigma0(ShaLanes256 value) =>
        new(Rotate(value._value, 2) ^ Rotate(value._value, 13) ^ Rotate(value._value, 22));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes256 BigSigma1(ShaLanes256 value) =>
        new(Rotate(value._value, 6) ^ Rotate(value._value, 11) ^ Rotate(value._value, 25));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes256 SmallSigma0(ShaLanes256 value) =>
        new(Rotate(value._value, 7) ^ Rotate(value._value, 18) ^ (value._value >>> 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShaLanes256 SmallSigma1(ShaLanes256 value) =>
        new(Rotate(value._value, 17) ^ Rotate(value._value, 19) ^ (value._value >>> 10));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LoadBlocks(ReadOnlySpan<byte> data, ReadOnlySpan<int> blocks, Span<ShaLanes256> words)
    {
        Span<uint> staged = stackalloc uint[16 * 8];
        for (var l = 0; l < 8; l++)
        {
            var block = data.Slice(blocks[l], Sha256Padding.BlockBytes);
            for (var t = 0; t < 16; t++)
            {
                staged[(t * 8) + l] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * t)..]);
            }
        }

        for (var t = 0; t < 16; t++)
        {
            words[t] = Load(staged.Slice(t * 8, 8));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> value, [ConstantExpected] int count) =>
        (value >>> count) | (value << (32 - count));
}

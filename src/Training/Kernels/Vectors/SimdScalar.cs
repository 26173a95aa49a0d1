using System.Runtime.CompilerServices;

namespace Millrace.Training.Kernels.Vectors;

/// <summary>One float32: the tails of vectors, in the same operations.</summary>
internal unsafe struct SimdScalar : ISimd<float>
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    public static float Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0f;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, float value) => *target = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float BroadcastBits(int value) => BitConverter.Int32BitsToSingle(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float a) => MathF.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greater(float a, float b) => BroadcastBits(a > b ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Same(float a, float b) => BroadcastBits(a == b ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Select(float mask, float yes, float no) => Bits(mask) != 0 ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float And(float a, float b) => BroadcastBits(Bits(a) & Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Or(float a, float b) => BroadcastBits(Bits(a) | Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Xor(float a, float b) => BroadcastBits(Bits(a) ^ Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AddBits(float a, float b) => BroadcastBits(unchecked(Bits(a) + Bits(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ShiftLeft(float a, int bits) => BroadcastBits(Bits(a) << bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ShiftRight(float a, int bits) => BroadcastBits(Bits(a) >>> bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToFloat(float integers) => Bits(integers);

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);
}

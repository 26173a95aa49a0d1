using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Functions;

/// <summary>tanh x within 2 ulp. Slope from the output: 1 − y², within 3 · 2^-24.</summary>
internal readonly struct TanhFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        return VectorMath<TVector, TSimd>.Tanh(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TVector, TSimd>(TVector from)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        var one = TSimd.Broadcast(1f);
        return TSimd.Subtract(one, TSimd.Multiply(from, from));
    }
}

using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Functions;

/// <summary>x / (1 + e^−x) within 4 ulp, below −87, where σ is subnormal, 4 |x| ulp. Slope from the input: s (1 + x (1 − s)), within 18 · 2^-24.</summary>
internal readonly struct SiluFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        return TSimd.Multiply(x, VectorMath<TVector, TSimd>.Sigmoid(x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TVector, TSimd>(TVector from)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        var one = TSimd.Broadcast(1f);
        var s = VectorMath<TVector, TSimd>.Sigmoid(from);
        return TSimd.Multiply(s, TSimd.Fma(from, TSimd.Subtract(one, s), one));
    }
}

using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Functions;

/// <summary>
/// x Φ(x) within 8 ulp, below −13, where Φ is subnormal, 8 |x| ulp. Slope from the input: Φ(x) + x φ(x), within 4 · 2^-24.
/// </summary>
internal readonly struct GeluFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        return TSimd.Multiply(x, VectorMath<TVector, TSimd>.Normal(x, out _));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TVector, TSimd>(TVector from)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        var normal = VectorMath<TVector, TSimd>.Normal(from, out var bell);
        var density = TSimd.Multiply(bell, TSimd.Broadcast(0.39894228f));
        return TSimd.Fma(from, density, normal);
    }
}

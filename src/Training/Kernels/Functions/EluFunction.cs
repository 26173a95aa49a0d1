using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Functions;

/// <summary>x for x &gt; 0, else e^x − 1, within 2 ulp. Slope from the output: 1 or y + 1, within 2^-24.</summary>
internal readonly struct EluFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        return TSimd.Select(TSimd.Greater(x, TSimd.Zero), x, VectorMath<TVector, TSimd>.ExpMinusOne(x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TVector, TSimd>(TVector from)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        var one = TSimd.Broadcast(1f);
        return TSimd.Select(TSimd.Greater(from, TSimd.Zero), one, TSimd.Add(from, one));
    }
}

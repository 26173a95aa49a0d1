using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Functions;

/// <summary>x for x &gt; 0, else 0.01 x. Slope from the output, which has the sign of the input.</summary>
internal readonly struct LeakyRectifier : IFunction
{
    private const float Leak = 0.01f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector> =>
        TSimd.Select(TSimd.Greater(x, TSimd.Zero), x, TSimd.Multiply(x, TSimd.Broadcast(Leak)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TVector, TSimd>(TVector from)
        where TVector : struct
        where TSimd : ISimd<TVector> =>
        TSimd.Select(TSimd.Greater(from, TSimd.Zero), TSimd.Broadcast(1f), TSimd.Broadcast(Leak));
}

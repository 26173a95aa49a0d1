using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Functions;

/// <summary>max(x, 0); NaN stays NaN. Slope from the output, 0 at 0.</summary>
internal readonly struct Rectifier : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector> => TSimd.Select(TSimd.Greater(TSimd.Zero, x), TSimd.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<TVector, TSimd>(TVector from)
        where TVector : struct
        where TSimd : ISimd<TVector> => TSimd.Select(TSimd.Greater(from, TSimd.Zero), TSimd.Broadcast(1f), TSimd.Zero);
}

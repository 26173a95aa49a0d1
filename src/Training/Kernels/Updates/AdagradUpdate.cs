using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Updates;

/// <summary>Adagrad.</summary>
internal readonly struct AdagradUpdate : IUpdate
{
    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Step<TVector, TSimd>(
        in UpdateFactors factors, TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        first = TSimd.Fma(gradient, gradient, first);
        var direction = TSimd.Divide(gradient, TSimd.Add(TSimd.Sqrt(first), TSimd.Broadcast(factors.Epsilon)));
        return TSimd.Fma(TSimd.Broadcast(-factors.Rate), direction, weight);
    }
}

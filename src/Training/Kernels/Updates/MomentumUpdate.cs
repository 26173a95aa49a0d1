using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Updates;

/// <summary>Gradient descent with momentum.</summary>
internal readonly struct MomentumUpdate : IUpdate
{
    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Step<TVector, TSimd>(
        in UpdateFactors factors, TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        first = TSimd.Fma(TSimd.Broadcast(factors.First), first, gradient);
        return TSimd.Fma(TSimd.Broadcast(-factors.Rate), first, weight);
    }
}

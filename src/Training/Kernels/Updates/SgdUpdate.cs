using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Updates;

/// <summary>Plain gradient descent.</summary>
internal readonly struct SgdUpdate : IUpdate
{
    public static int States => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Step<TVector, TSimd>(
        in UpdateFactors factors, TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        return TSimd.Fma(TSimd.Broadcast(-factors.Rate), gradient, weight);
    }
}

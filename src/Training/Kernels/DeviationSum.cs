using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <summary>Σ (x − parameter)².</summary>
internal readonly struct DeviationSum : IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TVector, TSimd>(TVector sum, TVector x, TVector y, TVector parameter)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        var difference = TSimd.Subtract(x, parameter);
        return TSimd.Fma(difference, difference, sum);
    }
}

using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Products;

/// <summary>Σ x.</summary>
internal readonly struct PlainSum : IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TVector, TSimd>(TVector sum, TVector x, TVector y, TVector parameter)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        return TSimd.Add(sum, x);
    }
}

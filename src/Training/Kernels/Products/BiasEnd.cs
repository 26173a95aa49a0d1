using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Products;

/// <summary>Adds the bias of the column.</summary>
internal readonly unsafe struct BiasEnd(float* bias) : ITileEnd
{
    private readonly float* _bias = bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Finish<TVector, TSimd>(TVector sum, nint row, nint column)
        where TVector : struct
        where TSimd : ISimd<TVector> => TSimd.Add(sum, TSimd.Load(_bias + column));
}

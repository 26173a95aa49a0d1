using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Products;

/// <summary>Adds the bias of the column; what is not positive becomes +0.</summary>
internal readonly unsafe struct BiasReluEnd(float* bias) : ITileEnd
{
    private readonly float* _bias = bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Finish<TVector, TSimd>(TVector sum, nint row, nint column)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        var value = TSimd.Add(sum, TSimd.Load(_bias + column));
        return TSimd.Select(TSimd.Greater(TSimd.Zero, value), TSimd.Zero, value);
    }
}

using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Products;

/// <summary>Adds the finished sum to what another product left at the same place.</summary>
internal readonly unsafe struct AddEnd(float* other, nint otherRow) : ITileEnd
{
    private readonly float* _other = other;
    private readonly nint _otherRow = otherRow;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Finish<TVector, TSimd>(TVector sum, nint row, nint column)
        where TVector : struct
        where TSimd : ISimd<TVector> => TSimd.Add(TSimd.Load(_other + (row * _otherRow) + column), sum);
}

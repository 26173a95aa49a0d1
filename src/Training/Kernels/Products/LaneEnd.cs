using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Products;

/// <summary>Adds +0 to a lane's sum, then the partial tiles on top of the carry stack, nearest first.</summary>
internal readonly unsafe struct LaneEnd(float* top, int merges, nint tileLength, nint tileRow, nint row0, nint column0) : ITileEnd
{
    private readonly float* _top = top - (row0 * tileRow) - column0;
    private readonly int _merges = merges;
    private readonly nint _tileLength = tileLength;
    private readonly nint _tileRow = tileRow;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Finish<TVector, TSimd>(TVector sum, nint row, nint column)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        var value = TSimd.Add(sum, TSimd.Zero);
        var partial = _top + (row * _tileRow) + column;
        for (var merge = 0; merge < _merges; merge++)
        {
            partial -= _tileLength;
            value = TSimd.Add(TSimd.Load(partial), value);
        }

        return value;
    }
}

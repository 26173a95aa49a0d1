using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Products;

/// <summary>Keeps the gradient where the output of the rectifier before was positive, else +0.</summary>
internal readonly unsafe struct PositiveEnd(float* output, nint outputRow) : ITileEnd
{
    private readonly float* _output = output;
    private readonly nint _outputRow = outputRow;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Finish<TVector, TSimd>(TVector sum, nint row, nint column)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        var output = TSimd.Load(_output + (row * _outputRow) + column);
        return TSimd.Select(TSimd.Greater(output, TSimd.Zero), sum, TSimd.Zero);
    }
}

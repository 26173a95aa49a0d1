using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Products;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <content>Products with very few columns, where tiles would be mostly padding: eight rows side by side, one chain each.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    private const int NarrowColumns = 2;
    private const int NarrowRows = 8;

    private static void NarrowProduct<TEnd>(in Product p, TEnd end)
        where TEnd : struct, ITileEnd
    {
        var sums = stackalloc float[NarrowRows];
        for (var column = 0; column < p.Columns; column++)
        {
            for (var row = 0; row < p.Rows; row += NarrowRows)
            {
                var rows = Math.Min(NarrowRows, p.Rows - row);
                EightChains(p.A + ((nint)row * p.ARow), p.ARow, rows, p.Packed + column, PanelColumns, p.Depth, sums);
                for (var at = 0; at < rows; at++)
                {
                    p.C[((nint)(row + at) * p.CRow) + column] = end.Finish<float, SimdScalar>(sums[at], row + at, column);
                }
            }
        }
    }

    /// <summary>Rows beyond the last repeat it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightChains(float* a, nint aRow, int rows, float* b, nint bStep, int depth, float* sums)
    {
        nint last = rows - 1;
        float* a1 = a + (nint.Min(1, last) * aRow), a2 = a + (nint.Min(2, last) * aRow), a3 = a + (nint.Min(3, last) * aRow);
        float* a4 = a + (nint.Min(4, last) * aRow), a5 = a + (nint.Min(5, last) * aRow), a6 = a + (nint.Min(6, last) * aRow);
        var a7 = a + (nint.Min(7, last) * aRow);
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        for (nint k = 0; k < depth; k++, b += bStep)
        {
            var v = *b;
            s0 = MathF.FusedMultiplyAdd(a[k], v, s0);
            s1 = MathF.FusedMultiplyAdd(a1[k], v, s1);
            s2 = MathF.FusedMultiplyAdd(a2[k], v, s2);
            s3 = MathF.FusedMultiplyAdd(a3[k], v, s3);
            s4 = MathF.FusedMultiplyAdd(a4[k], v, s4);
            s5 = MathF.FusedMultiplyAdd(a5[k], v, s5);
            s6 = MathF.FusedMultiplyAdd(a6[k], v, s6);
            s7 = MathF.FusedMultiplyAdd(a7[k], v, s7);
        }

        (sums[0], sums[1], sums[2], sums[3]) = (s0, s1, s2, s3);
        (sums[4], sums[5], sums[6], sums[7]) = (s4, s5, s6, s7);
    }
}

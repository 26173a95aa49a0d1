using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Products;

/// <summary>One register block of a product: 6 rows by 2 vectors of columns, one multiply-add chain per output in depth order.</summary>
internal static unsafe class Tile6x2<TVector, TSimd>
    where TVector : struct
    where TSimd : ISimd<TVector>
{
    /// <summary>Computes the block. Rows beyond <see cref="TileOperands.Rows"/> repeat the last and are not stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TEnd>(in TileOperands o, TEnd end)
        where TEnd : struct, ITileEnd
    {
        nint w = TSimd.Count, step = o.AStep, bStep = o.BStep;
        float* a0 = o.A, a1 = o.RowOfA(1), a2 = o.RowOfA(2), a3 = o.RowOfA(3), a4 = o.RowOfA(4), a5 = o.RowOfA(5), b = o.B;
        var z = TSimd.Zero;
        TVector s00 = z, s01 = z;
        TVector s10 = z, s11 = z;
        TVector s20 = z, s21 = z;
        TVector s30 = z, s31 = z;
        TVector s40 = z, s41 = z;
        TVector s50 = z, s51 = z;
        if (o.Start != null)
        {
            float* c0 = o.Start, c1 = o.StartOf(1), c2 = o.StartOf(2), c3 = o.StartOf(3), c4 = o.StartOf(4), c5 = o.StartOf(5);
            (s00, s01) = (TSimd.Load(c0), TSimd.Load(c0 + w));
            (s10, s11) = (TSimd.Load(c1), TSimd.Load(c1 + w));
            (s20, s21) = (TSimd.Load(c2), TSimd.Load(c2 + w));
            (s30, s31) = (TSimd.Load(c3), TSimd.Load(c3 + w));
            (s40, s41) = (TSimd.Load(c4), TSimd.Load(c4 + w));
            (s50, s51) = (TSimd.Load(c5), TSimd.Load(c5 + w));
        }

        for (nint k = o.Depth, at = 0; k > 0; k--, at += step, b += bStep)
        {
            TVector b0 = TSimd.Load(b), b1 = TSimd.Load(b + w);
            var v0 = TSimd.Broadcast(a0[at]);
            s00 = TSimd.Fma(v0, b0, s00);
            s01 = TSimd.Fma(v0, b1, s01);
            var v1 = TSimd.Broadcast(a1[at]);
            s10 = TSimd.Fma(v1, b0, s10);
            s11 = TSimd.Fma(v1, b1, s11);
            var v2 = TSimd.Broadcast(a2[at]);
            s20 = TSimd.Fma(v2, b0, s20);
            s21 = TSimd.Fma(v2, b1, s21);
            var v3 = TSimd.Broadcast(a3[at]);
            s30 = TSimd.Fma(v3, b0, s30);
            s31 = TSimd.Fma(v3, b1, s31);
            var v4 = TSimd.Broadcast(a4[at]);
            s40 = TSimd.Fma(v4, b0, s40);
            s41 = TSimd.Fma(v4, b1, s41);
            var v5 = TSimd.Broadcast(a5[at]);
            s50 = TSimd.Fma(v5, b0, s50);
            s51 = TSimd.Fma(v5, b1, s51);
        }

        Store(o, end, 0, s00, s01);
        Store(o, end, 1, s10, s11);
        Store(o, end, 2, s20, s21);
        Store(o, end, 3, s30, s31);
        Store(o, end, 4, s40, s41);
        Store(o, end, 5, s50, s51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TEnd>(in TileOperands o, TEnd end, nint row, TVector s0, TVector s1)
        where TEnd : struct, ITileEnd
    {
        if (row >= o.Rows)
        {
            return;
        }

        nint w = TSimd.Count, y = o.Row + row, x = o.Column;
        var c = o.C + (row * o.CRow);
        TSimd.Store(c, end.Finish<TVector, TSimd>(s0, y, x));
        TSimd.Store(c + w, end.Finish<TVector, TSimd>(s1, y, x + w));
    }
}

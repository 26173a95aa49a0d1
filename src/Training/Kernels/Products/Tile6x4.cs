using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Products;

/// <summary>One register block of a product: 6 rows by 4 vectors of columns, one multiply-add chain per output in depth order.</summary>
internal static unsafe class Tile6x4<TVector, TSimd>
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
        TVector s00 = z, s01 = z, s02 = z, s03 = z;
        TVector s10 = z, s11 = z, s12 = z, s13 = z;
        TVector s20 = z, s21 = z, s22 = z, s23 = z;
        TVector s30 = z, s31 = z, s32 = z, s33 = z;
        TVector s40 = z, s41 = z, s42 = z, s43 = z;
        TVector s50 = z, s51 = z, s52 = z, s53 = z;
        if (o.Start != null)
        {
            float* c0 = o.Start, c1 = o.StartOf(1), c2 = o.StartOf(2), c3 = o.StartOf(3), c4 = o.StartOf(4), c5 = o.StartOf(5);
            (s00, s01, s02, s03) = (TSimd.Load(c0), TSimd.Load(c0 + w), TSimd.Load(c0 + (2 * w)), TSimd.Load(c0 + (3 * w)));
            (s10, s11, s12, s13) = (TSimd.Load(c1), TSimd.Load(c1 + w), TSimd.Load(c1 + (2 * w)), TSimd.Load(c1 + (3 * w)));
            (s20, s21, s22, s23) = (TSimd.Load(c2), TSimd.Load(c2 + w), TSimd.Load(c2 + (2 * w)), TSimd.Load(c2 + (3 * w)));
            (s30, s31, s32, s33) = (TSimd.Load(c3), TSimd.Load(c3 + w), TSimd.Load(c3 + (2 * w)), TSimd.Load(c3 + (3 * w)));
            (s40, s41, s42, s43) = (TSimd.Load(c4), TSimd.Load(c4 + w), TSimd.Load(c4 + (2 * w)), TSimd.Load(c4 + (3 * w)));
            (s50, s51, s52, s53) = (TSimd.Load(c5), TSimd.Load(c5 + w), TSimd.Load(c5 + (2 * w)), TSimd.Load(c5 + (3 * w)));
        }

        for (nint k = o.Depth, at = 0; k > 0; k--, at += step, b += bStep)
        {
            TVector b0 = TSimd.Load(b), b1 = TSimd.Load(b + w), b2 = TSimd.Load(b + (2 * w)), b3 = TSimd.Load(b + (3 * w));
            var v0 = TSimd.Broadcast(a0[at]);
            (s00, s01) = (TSimd.Fma(v0, b0, s00), TSimd.Fma(v0, b1, s01));
            (s02, s03) = (TSimd.Fma(v0, b2, s02), TSimd.Fma(v0, b3, s03));
            var v1 = TSimd.Broadcast(a1[at]);
            (s10, s11) = (TSimd.Fma(v1, b0, s10), TSimd.Fma(v1, b1, s11));
            (s12, s13) = (TSimd.Fma(v1, b2, s12), TSimd.Fma(v1, b3, s13));
            var v2 = TSimd.Broadcast(a2[at]);
            (s20, s21) = (TSimd.Fma(v2, b0, s20), TSimd.Fma(v2, b1, s21));
            (s22, s23) = (TSimd.Fma(v2, b2, s22), TSimd.Fma(v2, b3, s23));
            var v3 = TSimd.Broadcast(a3[at]);
            (s30, s31) = (TSimd.Fma(v3, b0, s30), TSimd.Fma(v3, b1, s31));
            (s32, s33) = (TSimd.Fma(v3, b2, s32), TSimd.Fma(v3, b3, s33));
            var v4 = TSimd.Broadcast(a4[at]);
            (s40, s41) = (TSimd.Fma(v4, b0, s40), TSimd.Fma(v4, b1, s41));
            (s42, s43) = (TSimd.Fma(v4, b2, s42), TSimd.Fma(v4, b3, s43));
            var v5 = TSimd.Broadcast(a5[at]);
            (s50, s51) = (TSimd.Fma(v5, b0, s50), TSimd.Fma(v5, b1, s51));
            (s52, s53) = (TSimd.Fma(v5, b2, s52), TSimd.Fma(v5, b3, s53));
        }

        Store(o, end, 0, s00, s01, s02, s03);
        Store(o, end, 1, s10, s11, s12, s13);
        Store(o, end, 2, s20, s21, s22, s23);
        Store(o, end, 3, s30, s31, s32, s33);
        Store(o, end, 4, s40, s41, s42, s43);
        Store(o, end, 5, s50, s51, s52, s53);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TEnd>(in TileOperands o, TEnd end, nint row, TVector s0, TVector s1, TVector s2, TVector s3)
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
        TSimd.Store(c + (2 * w), end.Finish<TVector, TSimd>(s2, y, x + (2 * w)));
        TSimd.Store(c + (3 * w), end.Finish<TVector, TSimd>(s3, y, x + (3 * w)));
    }
}

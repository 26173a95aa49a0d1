using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Products;

/// <summary>One register block of a product whose A is found through two tables of offsets: 6 rows by 1 vector of columns, one multiply-add chain per output in depth order.</summary>
internal static unsafe class TableTile6x1<TVector, TSimd>
    where TVector : struct
    where TSimd : ISimd<TVector>
{
    /// <summary>Computes the block. Rows beyond <see cref="TileOperands.Rows"/> repeat the last and are not stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TEnd>(in TileOperands o, TEnd end)
        where TEnd : struct, ITileEnd
    {
        nint bStep = o.BStep;
        float* a0 = o.TableRow(0), a1 = o.TableRow(1), a2 = o.TableRow(2), a3 = o.TableRow(3), a4 = o.TableRow(4), a5 = o.TableRow(5), b = o.B;
        var offset = o.DepthTable;
        var z = TSimd.Zero;
        TVector s00 = z;
        TVector s10 = z;
        TVector s20 = z;
        TVector s30 = z;
        TVector s40 = z;
        TVector s50 = z;
        if (o.Start != null)
        {
            float* c0 = o.Start, c1 = o.StartOf(1), c2 = o.StartOf(2), c3 = o.StartOf(3), c4 = o.StartOf(4), c5 = o.StartOf(5);
            s00 = TSimd.Load(c0);
            s10 = TSimd.Load(c1);
            s20 = TSimd.Load(c2);
            s30 = TSimd.Load(c3);
            s40 = TSimd.Load(c4);
            s50 = TSimd.Load(c5);
        }

        for (var k = o.Depth; k > 0; k--, b += bStep)
        {
            nint at = *offset++;
            TVector b0 = TSimd.Load(b);
            var v0 = TSimd.Broadcast(a0[at]);
            s00 = TSimd.Fma(v0, b0, s00);
            var v1 = TSimd.Broadcast(a1[at]);
            s10 = TSimd.Fma(v1, b0, s10);
            var v2 = TSimd.Broadcast(a2[at]);
            s20 = TSimd.Fma(v2, b0, s20);
            var v3 = TSimd.Broadcast(a3[at]);
            s30 = TSimd.Fma(v3, b0, s30);
            var v4 = TSimd.Broadcast(a4[at]);
            s40 = TSimd.Fma(v4, b0, s40);
            var v5 = TSimd.Broadcast(a5[at]);
            s50 = TSimd.Fma(v5, b0, s50);
        }

        Store(o, end, 0, s00);
        Store(o, end, 1, s10);
        Store(o, end, 2, s20);
        Store(o, end, 3, s30);
        Store(o, end, 4, s40);
        Store(o, end, 5, s50);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TEnd>(in TileOperands o, TEnd end, nint row, TVector s0)
        where TEnd : struct, ITileEnd
    {
        if (row >= o.Rows)
        {
            return;
        }

        nint y = o.Row + row, x = o.Column;
        var c = o.C + (row * o.CRow);
        TSimd.Store(c, end.Finish<TVector, TSimd>(s0, y, x));
    }
}

using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Products;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <content>Sums over rows: lane after lane in row order, partial results on a carry stack.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    /// <inheritdoc/>
    public override void WeightGradient(in LaneRows lanes, float* x, int xRow, int depth, float* dy, int dyRow, int columns, float* gradient)
    {
        // Where there are few outputs they become the rows of the tiles, so that vectors run along the many inputs.
        var turned = TileCost(columns, depth) < TileCost(depth, columns);
        OuterProducts(lanes, new OuterOperands
        {
            A = turned ? dy : x,
            AStep = turned ? dyRow : xRow,
            ARows = turned ? columns : depth,
            B = turned ? x : dy,
            BStep = turned ? xRow : dyRow,
            Columns = turned ? depth : columns,
            C = gradient,
            CRow = turned ? 1 : columns,
            CColumn = turned ? columns : 1,
        });
    }

    /// <inheritdoc/>
    public override void WeightGradient(
        in LaneRows lanes, float* x, int* rowTable, int* depthTable, int depth, float* dy, int dyRow, int columns, float* gradient, int gradientRow)
    {
        OuterProducts(lanes, new OuterOperands
        {
            A = x,
            RowTable = depthTable,
            DepthTable = rowTable,
            ARows = depth,
            B = dy,
            BStep = dyRow,
            Columns = columns,
            C = gradient,
            CRow = gradientRow,
            CColumn = 1,
        });
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ColumnSums(in LaneRows lanes, float* dy, int dyRow, float* factor, int factorRow, int columns, float* gradient)
    {
        if (_columnCarry.Length < columns * MostLaneLevels)
        {
            _columnCarry = new AlignedBuffer(columns * MostLaneLevels);
        }

        for (var lane = 0; lane < lanes.Count; lane++)
        {
            var leaf = _columnCarry.Pointer + ((nint)Pending(lane) * columns);
            if (lanes.Continues)
            {
                new ReadOnlySpan<float>(gradient, columns).CopyTo(new Span<float>(leaf, columns));
            }
            else
            {
                new Span<float>(leaf, columns).Clear();
            }

            nint column = 0, wide = 4 * TSimd.Count;
            for (; column + wide <= columns; column += wide)
            {
                ColumnBlock(lanes, lane, dy + column, factor == null ? null : factor + column, dyRow, factorRow, leaf + column);
            }

            for (; column + (2 * TSimd.Count) <= columns; column += 2 * TSimd.Count)
            {
                ColumnPair(lanes, lane, dy + column, factor == null ? null : factor + column, dyRow, factorRow, leaf + column);
            }

            for (; column + TSimd.Count <= columns; column += TSimd.Count)
            {
                Column<TVector, TSimd>(lanes, lane, dy + column, factor == null ? null : factor + column, dyRow, factorRow, leaf + column);
            }

            for (; column < columns; column++)
            {
                Column<float, SimdScalar>(lanes, lane, dy + column, factor == null ? null : factor + column, dyRow, factorRow, leaf + column);
            }

            MergeLeaf(leaf, Merges(lane), columns);
        }

        new ReadOnlySpan<float>(_columnCarry.Pointer, columns).CopyTo(new Span<float>(gradient, columns));
    }

    /// <summary>Adds +0 to the leaf and folds it into the <paramref name="merges"/> partial sums below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MergeLeaf(float* leaf, int merges, int columns)
    {
        var target = leaf - ((nint)merges * columns);
        nint column = 0;
        for (; column + TSimd.Count <= columns; column += TSimd.Count)
        {
            var value = TSimd.Add(TSimd.Load(leaf + column), TSimd.Zero);
            for (var merge = 1; merge <= merges; merge++)
            {
                value = TSimd.Add(TSimd.Load(leaf + column - ((nint)merge * columns)), value);
            }

            TSimd.Store(target + column, value);
        }

        for (; column < columns; column++)
        {
            var value = leaf[column] + 0f;
            for (var merge = 1; merge <= merges; merge++)
            {
                value = leaf[column - ((nint)merge * columns)] + value;
            }

            target[column] = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ColumnBlock(in LaneRows lanes, int lane, float* dy, float* factor, nint dyRow, nint factorRow, float* leaf)
    {
        nint w = TSimd.Count, end = lanes.Start(lane + 1);
        TVector s0 = TSimd.Load(leaf), s1 = TSimd.Load(leaf + w), s2 = TSimd.Load(leaf + (2 * w)), s3 = TSimd.Load(leaf + (3 * w));
        for (var row = lanes.Start(lane); row < end; row++)
        {
            var from = dy + (row * dyRow);
            if (factor == null)
            {
                (s0, s1) = (TSimd.Add(s0, TSimd.Load(from)), TSimd.Add(s1, TSimd.Load(from + w)));
                (s2, s3) = (TSimd.Add(s2, TSimd.Load(from + (2 * w))), TSimd.Add(s3, TSimd.Load(from + (3 * w))));
            }
            else
            {
                var by = factor + (row * factorRow);
                s0 = TSimd.Fma(TSimd.Load(from), TSimd.Load(by), s0);
                s1 = TSimd.Fma(TSimd.Load(from + w), TSimd.Load(by + w), s1);
                s2 = TSimd.Fma(TSimd.Load(from + (2 * w)), TSimd.Load(by + (2 * w)), s2);
                s3 = TSimd.Fma(TSimd.Load(from + (3 * w)), TSimd.Load(by + (3 * w)), s3);
            }
        }

        TSimd.Store(leaf, s0);
        TSimd.Store(leaf + w, s1);
        TSimd.Store(leaf + (2 * w), s2);
        TSimd.Store(leaf + (3 * w), s3);
    }

    /// <summary>Two chains side by side hide each other's latency.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ColumnPair(in LaneRows lanes, int lane, float* dy, float* factor, nint dyRow, nint factorRow, float* leaf)
    {
        nint w = TSimd.Count, end = lanes.Start(lane + 1);
        TVector s0 = TSimd.Load(leaf), s1 = TSimd.Load(leaf + w);
        for (var row = lanes.Start(lane); row < end; row++)
        {
            var from = dy + (row * dyRow);
            if (factor == null)
            {
                (s0, s1) = (TSimd.Add(s0, TSimd.Load(from)), TSimd.Add(s1, TSimd.Load(from + w)));
            }
            else
            {
                var by = factor + (row * factorRow);
                (s0, s1) = (TSimd.Fma(TSimd.Load(from), TSimd.Load(by), s0), TSimd.Fma(TSimd.Load(from + w), TSimd.Load(by + w), s1));
            }
        }

        TSimd.Store(leaf, s0);
        TSimd.Store(leaf + w, s1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<TV, TS>(in LaneRows lanes, int lane, float* dy, float* factor, nint dyRow, nint factorRow, float* leaf)
        where TV : struct
        where TS : ISimd<TV>
    {
        var sum = TS.Load(leaf);
        var end = lanes.Start(lane + 1);
        for (var row = lanes.Start(lane); row < end; row++)
        {
            var value = TS.Load(dy + (row * dyRow));
            sum = factor == null ? TS.Add(sum, value) : TS.Fma(value, TS.Load(factor + (row * factorRow)), sum);
        }

        TS.Store(leaf, sum);
    }

    private static long TileCost(int rows, int columns) =>
        (long)((rows + TileRows - 1) / TileRows) * ((columns + TSimd.Count - 1) / TSimd.Count);
}

using System.Runtime.CompilerServices;

namespace Millrace.Training.Kernels;

/// <content>Sums over rows: lane after lane in row order, partial results on a carry stack.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    /// <inheritdoc/>
    public override void WeightGradient(in LaneRows lanes, float* x, int xRow, int depth, float* dy, int dyRow, int columns, float* gradient)
    {
        if (TileCost(columns, depth) < TileCost(depth, columns))
        {
            // The few outputs become the rows of the tiles, so that vectors run along the many inputs.
            OuterProducts(lanes, dy, dyRow, columns, x, xRow, depth, gradient, 1, columns);
        }
        else
        {
            OuterProducts(lanes, x, xRow, depth, dy, dyRow, columns, gradient, columns, 1);
        }
    }

    /// <inheritdoc/>
    public override void WeightGradient(
        in LaneRows lanes, float* x, int* rowTable, int* depthTable, int depth, float* dy, int dyRow, int columns, float* gradient, int gradientRow)
    {
        for (var column = 0; column < columns; column += PanelColumns)
        {
            var width = Math.Min(PanelColumns, columns - column);
            for (var row = 0; row < depth; row += TileRows)
            {
                var operands = new TileOperands
                {
                    A = x,
                    RowTable = depthTable + row,
                    BStep = dyRow,
                    Rows = Math.Min(TileRows, depth - row),
                    Row = row,
                    Column = column,
                };
                var target = gradient + ((nint)row * gradientRow) + column;
                OuterTile(lanes, ref operands, x, rowTable, dy + column, target, gradientRow, 1, width);
            }
        }
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

    /// <summary>c[i · cRow + j · cColumn] = Σ over rows of a[row, i] · b[row, j]; one output tile at a time, all lanes, written once.</summary>
    private void OuterProducts(
        in LaneRows lanes, float* a, int aRow, int aColumns, float* b, int bRow, int bColumns, float* c, nint cRow, nint cColumn)
    {
        var panelColumns = PanelColumns;
        for (var column = 0; column < bColumns; column += panelColumns)
        {
            var width = Math.Min(panelColumns, bColumns - column);
            for (var row = 0; row < aColumns; row += TileRows)
            {
                var operands = new TileOperands
                {
                    ARow = 1,
                    AStep = aRow,
                    BStep = bRow,
                    Rows = Math.Min(TileRows, aColumns - row),
                    Row = row,
                    Column = column,
                };
                OuterTile(lanes, ref operands, a + row, null, b + column, c + (row * cRow) + (column * cColumn), cRow, cColumn, width);
            }
        }
    }

    private void OuterTile(
        in LaneRows lanes, ref TileOperands o, float* a, int* table, float* b, float* target, nint targetRow, nint targetColumn, int width)
    {
        const int TileLength = TileRows * WidestPanel;
        var direct = targetColumn == 1 && width % TSimd.Count == 0 && !(TSimd.Count == 16 && width == 3 * TSimd.Count);
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            var first = lanes.Start(lane);
            o.A = table == null ? a + (first * o.AStep) : a;
            o.DepthTable = table == null ? null : table + first;
            o.B = b + (first * o.BStep);
            o.Depth = lanes.Start(lane + 1) - first;
            o.Continues = lanes.Continues;
            var (pending, merges) = (Pending(lane), Merges(lane));
            var top = _carry.Pointer + ((nint)pending * TileLength);
            var end = new LaneEnd(top, merges, TileLength, WidestPanel, o.Row, o.Column);
            var last = lane + 1 == lanes.Count;
            o.C = last ? target : top - ((nint)merges * TileLength);
            o.CRow = last ? targetRow : WidestPanel;
            if (last && !direct)
            {
                TileThroughScratch(ref o, end, width, targetColumn);
            }
            else
            {
                RunTile(o, end, width);
            }
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Millrace.Training.Kernels.Products;

namespace Millrace.Training.Kernels;

/// <content>
/// Products whose depth is the rows: for a strip of output tiles, lane after lane, some rows at a time with their part of B
/// copied side by side; each tile's chain goes on from its leaf, and the lane's end folds it into the carry stack.
/// </content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    private const int TileLength = TileRows * WidestPanel;

    /// <summary>Tiles of a strip.</summary>
    private const int StripTiles = 16;

    private const int StripLength = StripTiles * TileLength;

    /// <summary>Panels of columns that a strip's rows are shared by; bounds the leaves and carries that are kept.</summary>
    private const int GroupPanels = 16;

    /// <summary>Rows of B that are copied side by side: with a tile of A they stay in the first-level cache.</summary>
    private const int OuterDepth = 128;

    /// <summary>Distance between rows of A or B above which they are copied side by side.</summary>
    private const int NearStep = 128;

    private readonly AlignedBuffer _outerPanel = new(OuterDepth * WidestPanel);
    private readonly AlignedBuffer _outerStrip = new(OuterDepth * TileRows * StripTiles);

    private void OuterProducts(in LaneRows lanes, in OuterOperands o)
    {
        var levels = 1;
        while ((1 << (levels - 1)) < lanes.Count)
        {
            levels++;
        }

        var panels = Math.Min(GroupPanels, (o.Columns + PanelColumns - 1) / PanelColumns);
        if (_carry.Length < levels * panels * StripLength)
        {
            _carry = new AlignedBuffer(levels * panels * StripLength);
        }

        for (var column = 0; column < o.Columns; column += GroupPanels * PanelColumns)
        {
            var columns = Math.Min(GroupPanels * PanelColumns, o.Columns - column);
            for (var row = 0; row < o.ARows; row += StripTiles * TileRows)
            {
                OuterStrip(lanes, o, row, Math.Min(o.ARows, row + (StripTiles * TileRows)), column, columns);
            }
        }
    }

    /// <summary>Rows [first, end) of C by a group of panels.</summary>
    private void OuterStrip(in LaneRows lanes, in OuterOperands o, int first, int end, int column, int columns)
    {
        // Far rows are copied side by side, so that neither the cache's sets nor the translation of addresses runs short.
        var copiesA = o.RowTable == null && o.AStep > NearStep && columns > PanelColumns;
        var copiesB = o.BStep > NearStep && end - first > TileRows;
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            nint start = lanes.Start(lane), stop = lanes.Start(lane + 1);
            var row = start;
            do
            {
                var depth = nint.Min(OuterDepth, stop - row);
                if (copiesA)
                {
                    CopyStrip(o.A + (row * o.AStep), o.AStep, first, end, depth);
                }

                for (var at = 0; at < columns; at += PanelColumns)
                {
                    var width = Math.Min(PanelColumns, columns - at);
                    var b = o.B + (row * o.BStep) + column + at;
                    if (copiesB)
                    {
                        CopyPanel(b, o.BStep, depth, width);
                    }

                    var part = new OuterPart(lane, row, depth, first, end, column + at, width, row == start, row + depth == stop)
                    {
                        Leaves = _carry.Pointer + (at / PanelColumns * StripLength),
                        Level = (nint)((columns + PanelColumns - 1) / PanelColumns) * StripLength,
                        CopiedA = copiesA,
                    };
                    OuterBlock(lanes, o, part, copiesB ? _outerPanel.Pointer : b, copiesB ? PanelColumns : o.BStep);
                }

                row += depth;
            }
            while (row < stop);
        }
    }

    private void CopyPanel(float* b, nint step, nint depth, int width)
    {
        for (nint at = 0; at < depth; at++)
        {
            new ReadOnlySpan<float>(b + (at * step), width).CopyTo(new Span<float>(_outerPanel.Pointer + (at * PanelColumns), width));
        }
    }

    /// <summary>[tile][row][6]: what a tile reads lies side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyStrip(float* a, nint step, int first, int end, nint depth)
    {
        for (nint at = 0; at < depth; at++, a += step)
        {
            var target = _outerStrip.Pointer + (at * TileRows);
            for (var row = first; row < end; row += TileRows, target += OuterDepth * TileRows)
            {
                if (row + TileRows <= end)
                {
                    Vector128.Store(Vector128.Load(a + row), target);
                    Vector64.Store(Vector64.Load(a + row + 4), target + 4);
                }
                else
                {
                    new ReadOnlySpan<float>(a + row, end - row).CopyTo(new Span<float>(target, end - row));
                }
            }
        }
    }

    /// <summary>All tiles of the strip over some rows of one lane.</summary>
    private void OuterBlock(in LaneRows lanes, in OuterOperands o, in OuterPart part, float* b, nint bStep)
    {
        var (pending, merges) = (Pending(part.Lane), part.EndsLane ? Merges(part.Lane) : 0);
        var finishes = part.Lane + 1 == lanes.Count && part.EndsLane;
        var direct = finishes && o.CColumn == 1 && part.Width % TSimd.Count == 0 && !(TSimd.Count == 16 && part.Width == 3 * TSimd.Count);
        for (var row = part.FirstRow; row < part.EndRow; row += TileRows)
        {
            var tile = part.Leaves + ((row - part.FirstRow) / TileRows * TileLength);
            var leaf = tile + (pending * part.Level);
            var target = o.C + (row * o.CRow) + (part.Column * o.CColumn);
            var rows = Math.Min(TileRows, o.ARows - row);
            var startsFromC = part.StartsLane && lanes.Continues;
            if (startsFromC)
            {
                CopyTile(target, o.CRow, o.CColumn, leaf, WidestPanel, 1, rows, part.Width);
            }

            var operands = new TileOperands
            {
                A = AOf(o, part, row),
                ARow = 1,
                AStep = part.CopiedA ? TileRows : o.AStep,
                RowTable = o.RowTable == null ? null : o.RowTable + row,
                DepthTable = o.RowTable == null ? null : o.DepthTable + part.Row,
                B = b,
                BStep = bStep,
                C = direct ? target : leaf - (merges * part.Level),
                CRow = direct ? o.CRow : WidestPanel,
                Rows = rows,
                Depth = part.Depth,
                Start = startsFromC || !part.StartsLane ? leaf : null,
                StartRow = WidestPanel,
                Row = row,
                Column = part.Column,
            };
            if (part.EndsLane)
            {
                RunTile(operands, new LaneEnd(leaf, merges, part.Level, WidestPanel, row, part.Column), part.Width);
            }
            else
            {
                RunTile(operands, new RawEnd(), part.Width);
            }

            if (finishes && !direct)
            {
                CopyTile(tile, WidestPanel, 1, target, o.CRow, o.CColumn, rows, part.Width);
            }
        }
    }

    private float* AOf(in OuterOperands o, in OuterPart part, int row)
    {
        if (part.CopiedA)
        {
            return _outerStrip.Pointer + ((nint)(row - part.FirstRow) * OuterDepth);
        }

        return o.RowTable == null ? o.A + (part.Row * o.AStep) + row : o.A;
    }

    private static void CopyTile(float* from, nint fromRow, nint fromColumn, float* to, nint toRow, nint toColumn, int rows, int width)
    {
        for (nint row = 0; row < rows; row++)
        {
            for (nint column = 0; column < width; column++)
            {
                to[(row * toRow) + (column * toColumn)] = from[(row * fromRow) + (column * fromColumn)];
            }
        }
    }
}

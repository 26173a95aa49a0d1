using System.Numerics;
using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Products;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <summary>The kernels of one vector width.</summary>
internal sealed unsafe partial class VectorKernels<TVector, TSimd> : Kernels
    where TVector : struct
    where TSimd : ISimd<TVector>
{
    private const int TileRows = 6;
    private const int WidestPanel = 64;
    private const int MostLaneLevels = 12;

    /// <summary>Depth of a block of B that stays in the first-level cache.</summary>
    private const int DepthBlock = 128;

    /// <summary>Rows of A whose block of depth, with a panel of B, stays near while the panels go by; a multiple of the tile's.</summary>
    private const int RowBlock = 96;

    private readonly AlignedBuffer _partialTile = new(TileRows * WidestPanel);
    private AlignedBuffer _carry = new(0);
    private AlignedBuffer _columnCarry = new(0);

    public VectorKernels(KernelPath path) => Path = path;

    /// <inheritdoc/>
    public override KernelPath Path { get; }

    private static int PanelColumns => TSimd.Count * (TSimd.Count == 16 ? 4 : 2);

    /// <inheritdoc/>
    public override long PackedLength(int depth, int columns) => (long)depth * PanelColumns * ((columns + PanelColumns - 1) / PanelColumns);

    /// <inheritdoc/>
    public override void Pack(float* source, int rowStride, int columnStride, int depth, int columns, float* packed)
    {
        for (var first = 0; first < columns; first += PanelColumns, packed += (nint)depth * PanelColumns)
        {
            var width = Math.Min(PanelColumns, columns - first);
            var from = source + ((nint)first * columnStride);
            if (columnStride == 1)
            {
                PackRows(from, rowStride, depth, width, packed);
            }
            else
            {
                PackColumns(from, rowStride, columnStride, depth, width, packed);
            }
        }
    }

    /// <inheritdoc/>
    public override void Multiply(in Product product, ProductEnd finish, float* operand, nint operandRow)
    {
        switch (finish)
        {
            case ProductEnd.Raw:
                Multiply(product, new RawEnd());
                break;
            case ProductEnd.Bias:
                Multiply(product, new BiasEnd(operand));
                break;
            case ProductEnd.BiasRelu:
                Multiply(product, new BiasReluEnd(operand));
                break;
            case ProductEnd.Positive:
                Multiply(product, new PositiveEnd(operand, operandRow));
                break;
            case ProductEnd.Add:
                Multiply(product, new AddEnd(operand, operandRow));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(finish));
        }
    }

    private void Multiply<TEnd>(in Product p, TEnd end)
        where TEnd : struct, ITileEnd
    {
        if (p.Columns <= NarrowColumns && p.RowTable == null)
        {
            NarrowProduct(p, end);
            return;
        }

        var panelColumns = PanelColumns;
        for (var first = 0; first < p.Rows; first += RowBlock)
        {
            var last = Math.Min(p.Rows, first + RowBlock);
            var panel = p.Packed;
            for (var column = 0; column < p.Columns; column += panelColumns, panel += (nint)p.Depth * panelColumns)
            {
                for (var k = 0; k < p.Depth; k += DepthBlock)
                {
                    MultiplyBlock(p, end, first, last, column, k, panel + ((nint)k * panelColumns));
                }
            }
        }
    }

    /// <summary>Rows [first, last) by one panel of columns by one block of depth.</summary>
    private void MultiplyBlock<TEnd>(in Product p, TEnd end, int first, int last, int column, int k, float* b)
        where TEnd : struct, ITileEnd
    {
        var width = Math.Min(PanelColumns, p.Columns - column);
        var depth = Math.Min(DepthBlock, p.Depth - k);
        for (var row = first; row < last; row += TileRows)
        {
            var operands = new TileOperands
            {
                A = p.RowTable == null ? p.A + ((nint)row * p.ARow) + k : p.A,
                ARow = p.ARow,
                AStep = 1,
                RowTable = p.RowTable == null ? null : p.RowTable + row,
                DepthTable = p.RowTable == null ? null : p.DepthTable + k,
                B = b,
                BStep = PanelColumns,
                C = p.C + ((nint)row * p.CRow) + column,
                CRow = p.CRow,
                Rows = Math.Min(TileRows, p.Rows - row),
                Depth = depth,
                Start = k > 0 ? p.C + ((nint)row * p.CRow) + column : null,
                StartRow = p.CRow,
                Row = row,
                Column = column,
            };
            if (k + depth == p.Depth)
            {
                Tile(ref operands, end, width);
            }
            else
            {
                Tile(ref operands, new RawEnd(), width);
            }
        }
    }

    /// <summary>Runs the block that fits <paramref name="width"/> columns; columns that do not fill vectors go through a partial tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Tile<TEnd>(ref TileOperands o, TEnd end, int width)
        where TEnd : struct, ITileEnd
    {
        if (width == PanelColumns)
        {
            RunTile(o, end, width);
        }
        else if (width % TSimd.Count == 0 && width != 3 * TSimd.Count)
        {
            RunTile(o, end, width);
        }
        else
        {
            TileThroughScratch(ref o, end, width);
        }
    }

    private static void RunTile<TEnd>(in TileOperands o, TEnd end, int width)
        where TEnd : struct, ITileEnd
    {
        if (o.RowTable != null)
        {
            RunTableTile(o, end, width);
        }
        else if (TSimd.Count == 16 && width > 2 * TSimd.Count)
        {
            Tile6x4<TVector, TSimd>.Run(o, end);
        }
        else if (width > TSimd.Count)
        {
            Tile6x2<TVector, TSimd>.Run(o, end);
        }
        else
        {
            Tile6x1<TVector, TSimd>.Run(o, end);
        }
    }

    private static void RunTableTile<TEnd>(in TileOperands o, TEnd end, int width)
        where TEnd : struct, ITileEnd
    {
        if (TSimd.Count == 16 && width > 2 * TSimd.Count)
        {
            TableTile6x4<TVector, TSimd>.Run(o, end);
        }
        else if (width > TSimd.Count)
        {
            TableTile6x2<TVector, TSimd>.Run(o, end);
        }
        else
        {
            TableTile6x1<TVector, TSimd>.Run(o, end);
        }
    }

    private void TileThroughScratch<TEnd>(ref TileOperands o, TEnd end, int width)
        where TEnd : struct, ITileEnd
    {
        var scratch = _partialTile.Pointer;
        var target = o.C;
        var targetRow = o.CRow;
        if (o.Start != null)
        {
            for (nint row = 0; row < o.Rows; row++)
            {
                new ReadOnlySpan<float>(o.Start + (row * o.StartRow), width).CopyTo(new Span<float>(scratch + (row * WidestPanel), width));
            }

            o.Start = scratch;
            o.StartRow = WidestPanel;
        }

        o.C = scratch;
        o.CRow = WidestPanel;
        RunTile(o, new RawEnd(), width);
        for (nint row = 0; row < o.Rows; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var value = end.Finish<float, SimdScalar>(scratch[(row * WidestPanel) + column], o.Row + row, o.Column + column);
                target[(row * targetRow) + column] = value;
            }
        }
    }

    private static void PackRows(float* from, int rowStride, int depth, int width, float* packed)
    {
        for (var k = 0; k < depth; k++, packed += PanelColumns, from += rowStride)
        {
            new ReadOnlySpan<float>(from, width).CopyTo(new Span<float>(packed, width));
            new Span<float>(packed + width, PanelColumns - width).Clear();
        }
    }

    /// <summary>Reads along the depth, sixteen at a time, so that each line of memory is fetched once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackColumns(float* from, nint rowStride, nint columnStride, int depth, int width, float* packed)
    {
        nint panel = PanelColumns;
        for (var first = 0; first < depth; first += Accumulators, packed += Accumulators * panel)
        {
            nint steps = Math.Min(Accumulators, depth - first);
            for (nint n = 0; n < width; n++)
            {
                var source = from + (n * columnStride) + (first * rowStride);
                for (nint k = 0; k < steps; k++)
                {
                    packed[(k * panel) + n] = source[k * rowStride];
                }
            }

            for (nint k = 0; k < steps && width < panel; k++)
            {
                new Span<float>(packed + (k * panel) + width, (int)panel - width).Clear();
            }
        }
    }

    private static int Merges(int lane) => BitOperations.TrailingZeroCount(lane + 1);

    private static int Pending(int lane) => BitOperations.PopCount((uint)lane);
}

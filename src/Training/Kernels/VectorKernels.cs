using System.Numerics;
using System.Runtime.CompilerServices;

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

    private readonly AlignedBuffer _partialTile = new(TileRows * WidestPanel);
    private readonly AlignedBuffer _carry = new(TileRows * WidestPanel * MostLaneLevels);
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
        for (var first = 0; first < columns; first += PanelColumns)
        {
            var width = Math.Min(PanelColumns, columns - first);
            for (var k = 0; k < depth; k++, packed += PanelColumns)
            {
                var from = source + ((nint)k * rowStride) + ((nint)first * columnStride);
                if (columnStride == 1)
                {
                    new ReadOnlySpan<float>(from, width).CopyTo(new Span<float>(packed, width));
                }
                else
                {
                    for (var n = 0; n < width; n++)
                    {
                        packed[n] = from[(nint)n * columnStride];
                    }
                }

                new Span<float>(packed + width, PanelColumns - width).Clear();
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
        var panelColumns = PanelColumns;
        var panel = p.Packed;
        for (var column = 0; column < p.Columns; column += panelColumns, panel += (nint)p.Depth * panelColumns)
        {
            var width = Math.Min(panelColumns, p.Columns - column);
            for (var k = 0; k < p.Depth; k += DepthBlock)
            {
                var depth = Math.Min(DepthBlock, p.Depth - k);
                var ends = k + depth == p.Depth;
                for (var row = 0; row < p.Rows; row += TileRows)
                {
                    var operands = new TileOperands
                    {
                        A = p.RowTable == null ? p.A + ((nint)row * p.ARow) + k : p.A,
                        ARow = p.ARow,
                        AStep = 1,
                        RowTable = p.RowTable == null ? null : p.RowTable + row,
                        DepthTable = p.RowTable == null ? null : p.DepthTable + k,
                        B = panel + ((nint)k * panelColumns),
                        BStep = panelColumns,
                        C = p.C + ((nint)row * p.CRow) + column,
                        CRow = p.CRow,
                        Rows = Math.Min(TileRows, p.Rows - row),
                        Depth = depth,
                        Continues = k > 0,
                        Row = row,
                        Column = column,
                    };
                    if (ends)
                    {
                        Tile(ref operands, end, width);
                    }
                    else
                    {
                        Tile(ref operands, new RawEnd(), width);
                    }
                }
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
            TileThroughScratch(ref o, end, width, columnStride: 1);
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

    private void TileThroughScratch<TEnd>(ref TileOperands o, TEnd end, int width, nint columnStride)
        where TEnd : struct, ITileEnd
    {
        var scratch = _partialTile.Pointer;
        var target = o.C;
        var targetRow = o.CRow;
        if (o.Continues)
        {
            for (nint row = 0; row < o.Rows; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    scratch[(row * WidestPanel) + column] = target[(row * targetRow) + (column * columnStride)];
                }
            }
        }

        o.C = scratch;
        o.CRow = WidestPanel;
        RunTile(o, new RawEnd(), width);
        for (nint row = 0; row < o.Rows; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var value = end.Finish<float, SimdScalar>(scratch[(row * WidestPanel) + column], o.Row + row, o.Column + column);
                target[(row * targetRow) + (column * columnStride)] = value;
            }
        }
    }

    private static int Merges(int lane) => BitOperations.TrailingZeroCount(lane + 1);

    private static int Pending(int lane) => BitOperations.PopCount((uint)lane);
}

using System.Runtime.CompilerServices;
using Millrace.Training.Kernels;

namespace Millrace.Training.Layers.Images;

/// <summary>Packed weights both ways and, for a block of samples, the padded input, the spread output gradient, and the tables of offsets.</summary>
internal sealed unsafe class ConvolutionState : LayerState
{
    /// <summary>Outputs of a block: with what is made of them they stay in the second-level cache.</summary>
    private const int BlockElements = 1 << 16;

    private readonly int[][] _tables;
    private readonly List<AlignedBuffer> _carries = [];

    public ConvolutionState(ConvolutionGeometry geometry, int maxRows, Kernels.Kernels kernels, bool keepsSums)
    {
        var window = geometry.Kernel * geometry.Kernel;
        BlockSamples = Math.Clamp(BlockElements / geometry.Output.Size, 1, maxRows);
        ForwardLength = kernels.PackedLength(window * geometry.GroupInputs, geometry.GroupOutputs);
        BackwardLength = kernels.PackedLength(window * geometry.GroupOutputs, geometry.GroupInputs);
        Forward = new AlignedBuffer(ForwardLength * geometry.Groups);
        Backward = new AlignedBuffer(BackwardLength * geometry.Groups);
        var padded = (long)geometry.PaddedHeight * geometry.PaddedWidth * geometry.Input.Channels;
        Padded = new AlignedBuffer(geometry.Padding > 0 ? BlockSamples * padded : 0);
        Spread = new AlignedBuffer((long)BlockSamples * geometry.SpreadHeight * geometry.SpreadWidth * geometry.Output.Channels);
        Flipped = new AlignedBuffer((long)window * geometry.Output.Channels * geometry.GroupInputs);
        Sums = keepsSums ? new AlignedBuffer((long)maxRows * geometry.Output.Size) : null;
        _tables = [.. new[]
        {
            geometry.ForwardRows(BlockSamples), geometry.ForwardDepth(), geometry.BackwardRows(BlockSamples), geometry.BackwardDepth(),
        }.Select(Pin)];
    }

    /// <summary>Samples of a block.</summary>
    public int BlockSamples { get; }

    public long ForwardLength { get; }

    public long BackwardLength { get; }

    public AlignedBuffer Forward { get; }

    public AlignedBuffer Backward { get; }

    public AlignedBuffer Padded { get; }

    public AlignedBuffer Spread { get; }

    public AlignedBuffer Flipped { get; }

    public AlignedBuffer? Sums { get; }

    public int* ForwardRows => Table(0);

    public int* ForwardDepth => Table(1);

    public int* BackwardRows => Table(2);

    public int* BackwardDepth => Table(3);

    /// <summary>Level <paramref name="level"/> ≥ 1 of the carry stack of lanes' sums; made when it is first asked for.</summary>
    public AlignedBuffer Carry(int level, int length)
    {
        while (_carries.Count < level)
        {
            _carries.Add(new AlignedBuffer(length));
        }

        return _carries[level - 1];
    }

    private static int[] Pin(int[] table)
    {
        var pinned = GC.AllocateUninitializedArray<int>(table.Length, pinned: true);
        table.CopyTo(pinned, 0);
        return pinned;
    }

    private int* Table(int index) => (int*)Unsafe.AsPointer(ref _tables[index][0]);
}

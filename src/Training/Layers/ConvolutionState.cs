using System.Runtime.CompilerServices;
using Millrace.Training.Kernels;

namespace Millrace.Training.Layers;

/// <summary>Packed weights both ways, the padded input, the spread output gradient, and the tables of offsets.</summary>
internal sealed unsafe class ConvolutionState : LayerState
{
    private readonly int[][] _tables;

    public ConvolutionState(ConvolutionGeometry geometry, int maxRows, Kernels.Kernels kernels, bool keepsSums)
    {
        var window = geometry.Kernel * geometry.Kernel;
        ForwardLength = kernels.PackedLength(window * geometry.GroupInputs, geometry.GroupOutputs);
        BackwardLength = kernels.PackedLength(window * geometry.GroupOutputs, geometry.GroupInputs);
        Forward = new AlignedBuffer(ForwardLength * geometry.Groups);
        Backward = new AlignedBuffer(BackwardLength * geometry.Groups);
        var padded = (long)geometry.PaddedHeight * geometry.PaddedWidth * geometry.Input.Channels;
        Padded = new AlignedBuffer(geometry.Padding > 0 ? maxRows * padded : 0);
        Spread = new AlignedBuffer((long)maxRows * geometry.SpreadHeight * geometry.SpreadWidth * geometry.Output.Channels);
        Flipped = new AlignedBuffer((long)window * geometry.Output.Channels * geometry.GroupInputs);
        Sums = keepsSums ? new AlignedBuffer((long)maxRows * geometry.Output.Size) : null;
        _tables = [.. new[]
        {
            geometry.ForwardRows(maxRows), geometry.ForwardDepth(), geometry.BackwardRows(maxRows), geometry.BackwardDepth(),
        }.Select(Pin)];
    }

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

    private static int[] Pin(int[] table)
    {
        var pinned = GC.AllocateUninitializedArray<int>(table.Length, pinned: true);
        table.CopyTo(pinned, 0);
        return pinned;
    }

    private int* Table(int index) => (int*)Unsafe.AsPointer(ref _tables[index][0]);
}

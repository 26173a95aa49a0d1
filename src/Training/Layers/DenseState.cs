using Millrace.Training.Kernels;

namespace Millrace.Training.Layers;

/// <summary>Packed weights both ways, and the sums before the activation where its derivative needs them.</summary>
internal sealed class DenseState(long forwardLength, long backwardLength, long sumsLength) : LayerState
{
    public AlignedBuffer Forward { get; } = new(forwardLength);

    public AlignedBuffer Backward { get; } = new(backwardLength);

    public AlignedBuffer? Sums { get; } = sumsLength > 0 ? new AlignedBuffer(sumsLength) : null;
}

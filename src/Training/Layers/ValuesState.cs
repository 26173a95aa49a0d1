using Millrace.Training.Kernels;

namespace Millrace.Training.Layers;

/// <summary>One buffer that the backward pass reads again.</summary>
internal sealed class ValuesState(long length) : LayerState
{
    public AlignedBuffer Values { get; } = new(length);
}

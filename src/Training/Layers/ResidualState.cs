using Millrace.Training.Kernels;

namespace Millrace.Training.Layers;

/// <summary>The inner layers' state, their result before the addition, and a copy of the gradient that arrives.</summary>
internal sealed class ResidualState(LayerState inner, long length) : LayerState
{
    public LayerState Inner { get; } = inner;

    public AlignedBuffer Result { get; } = new(length);

    public AlignedBuffer Arrived { get; } = new(length);
}

using Millrace.Training.Kernels;

namespace Millrace.Training.Layers.Normalisation;

/// <summary>Normalised values, what they were divided by, and scratch per column.</summary>
internal sealed class NormState(long values, long inverses, int columns) : LayerState
{
    public AlignedBuffer Normal { get; } = new(values);

    public AlignedBuffer Inverse { get; } = new(inverses);

    /// <summary>Six rows of scratch per column.</summary>
    public AlignedBuffer Columns { get; } = new(6L * columns);
}

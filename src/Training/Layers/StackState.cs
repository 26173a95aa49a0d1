using Millrace.Training.Kernels;

namespace Millrace.Training.Layers;

/// <summary>The states of a stack's layers, the values between them, and two gradients that take turns.</summary>
internal sealed class StackState : LayerState
{
    public StackState(IReadOnlyList<Layer> layers, int maxRows, Kernels.Kernels kernels)
    {
        States = [.. layers.Select(layer => layer.CreateState(maxRows, kernels))];
        Between = [.. layers.SkipLast(1).Select(layer => new AlignedBuffer((long)maxRows * layer.Output.Size))];
        var widest = layers.SkipLast(1).Select(static layer => layer.Output.Size).DefaultIfEmpty(0).Max();
        Gradients = [new AlignedBuffer((long)maxRows * widest), new AlignedBuffer((long)maxRows * widest)];
    }

    public LayerState[] States { get; }

    public AlignedBuffer[] Between { get; }

    public AlignedBuffer[] Gradients { get; }
}

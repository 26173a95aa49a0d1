using Millrace.Training.Kernels;

namespace Millrace.Training.Layers;

/// <summary>The states of a stack's layers, the values between them, and two gradients that take turns.</summary>
internal sealed class StackState : LayerState
{
    private readonly bool[] _views;

    public StackState(IReadOnlyList<Layer> layers, int maxRows, Kernels.Kernels kernels)
    {
        States = [.. layers.Select(layer => layer.CreateState(maxRows, kernels))];
        _views = [.. layers.Select((layer, at) => layer.IsView && at > 0 && at < layers.Count - 1)];
        Between = new AlignedBuffer[layers.Count - 1];
        for (var at = 0; at < Between.Length; at++)
        {
            Between[at] = _views[at] ? Between[at - 1] : new AlignedBuffer((long)maxRows * layers[at].Output.Size);
        }

        var widest = layers.SkipLast(1).Select(static layer => layer.Output.Size).DefaultIfEmpty(0).Max();
        Gradients = [new AlignedBuffer((long)maxRows * widest), new AlignedBuffer((long)maxRows * widest)];
    }

    public LayerState[] States { get; }

    public AlignedBuffer[] Between { get; }

    public AlignedBuffer[] Gradients { get; }

    /// <summary>Whether layer <paramref name="at"/> has nothing to do, because its outputs share the memory of its inputs.</summary>
    public bool IsView(int at) => _views[at];
}

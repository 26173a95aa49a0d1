namespace Millrace.Training.Layers;

/// <summary>The state of a layer that keeps nothing.</summary>
internal sealed class EmptyState : LayerState
{
    public static EmptyState Instance { get; } = new();
}

namespace Millrace.Training.Layers;

/// <summary>What one layer keeps for one rank: packed weights and what the backward pass needs of the forward pass.</summary>
internal abstract class LayerState;

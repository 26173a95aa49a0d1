using Millrace.Training.Layers;

namespace Millrace.Training.Networks;

/// <summary>
/// A network between the encoded features and the targets. The last dense layer onto the outputs of the targets is added
/// when the network is built and is not listed.
/// </summary>
public sealed record NetworkSpec
{
    /// <summary>Hidden layers, first to last; empty: a linear model. Left empty for <see cref="ModelKind.Tabular"/>.</summary>
    public IReadOnlyList<LayerSpec> Layers { get; init; } = [];

    /// <summary>Whether the layers are listed, or the tabular ensemble is meant.</summary>
    public ModelKind Model { get; init; } = ModelKind.Layers;

    /// <summary>Settings of the tabular ensemble; null: its defaults.</summary>
    public TabularSpec? Tabular { get; init; }

    /// <summary>Views the dense features as an image; null: a vector.</summary>
    public ImageShape? Image { get; init; }
}

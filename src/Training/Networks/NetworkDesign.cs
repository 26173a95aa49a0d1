using Millrace.Training.Layers;
using Millrace.Training.Layers.Images;
using Millrace.Training.Layers.Sequences;

namespace Millrace.Training.Networks;

/// <summary>
/// A network written in C#: <c>NetworkDesign.Begin().Dense(128, Activation.Relu).Dropout(0.1).ToSpec()</c>. Each call gives a
/// new design; the record that results is the same as the job file's.
/// </summary>
public sealed class NetworkDesign
{
    private readonly NetworkSpec _spec;

    private NetworkDesign(NetworkSpec spec) => _spec = spec;

    /// <summary>A design without hidden layers.</summary>
    public static NetworkDesign Begin() => new(new NetworkSpec());

    /// <summary>The tabular ensemble.</summary>
    public static NetworkDesign Tabular(TabularSpec? settings = null) => new(new NetworkSpec { Model = ModelKind.Tabular, Tabular = settings });

    /// <summary>Views the dense features as an image.</summary>
    public NetworkDesign Image(int height, int width, int channels = 1) =>
        new(_spec with { Image = new ImageShape { Height = height, Width = width, Channels = channels } });

    /// <summary>Appends any layer.</summary>
    public NetworkDesign Add(LayerSpec layer) => new(_spec with { Layers = [.. _spec.Layers, layer] });

    /// <summary>Appends a dense layer.</summary>
    public NetworkDesign Dense(int units, Activation activation = Activation.Linear) =>
        Add(new DenseSpec { Units = units, Activation = activation });

    /// <summary>Appends a convolution.</summary>
    public NetworkDesign Conv2D(int filters, int kernel = 3, Activation activation = Activation.Linear, int stride = 1, int padding = 0) =>
        Add(new Conv2DSpec { Filters = filters, Kernel = kernel, Activation = activation, Stride = stride, Padding = padding });

    /// <summary>Appends a maximum over windows.</summary>
    public NetworkDesign MaxPool(int size = 2) => Add(new MaxPoolSpec { Size = size });

    /// <summary>Appends the view as a vector.</summary>
    public NetworkDesign Flatten() => Add(new FlattenSpec());

    /// <summary>Appends dropout.</summary>
    public NetworkDesign Dropout(double rate) => Add(new DropoutSpec { Rate = rate });

    /// <summary>Appends a long short-term memory.</summary>
    public NetworkDesign Lstm(int units, bool returnSequence = false) => Add(new LstmSpec { Units = units, ReturnSequence = returnSequence });

    /// <summary>Appends a gated recurrent unit.</summary>
    public NetworkDesign Gru(int units, bool returnSequence = false) => Add(new GruSpec { Units = units, ReturnSequence = returnSequence });

    /// <summary>Appends self-attention.</summary>
    public NetworkDesign Attention(int heads) => Add(new AttentionSpec { Heads = heads });

    /// <summary>Appends layers beside the identity.</summary>
    public NetworkDesign Residual(Func<NetworkDesign, NetworkDesign> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return Add(new ResidualSpec { Layers = layers(Begin())._spec.Layers });
    }

    /// <summary>The record.</summary>
    public NetworkSpec ToSpec() => _spec;
}

using Millrace.Training.Layers;
using Millrace.Training.Layers.Ensembles;
using Millrace.Training.Layers.Images;
using Millrace.Training.Layers.Normalisation;
using Millrace.Training.Layers.Sequences;
using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Layers;

/// <summary>
/// A layer by itself, its parameters and inputs, all of them multiples of 2^-10, so that a step of a power of two moves them exactly. Where a layer has kinks (rectifiers,
/// maxima) its inputs and biases lie so that no step of <see cref="LayerDifferenceTests"/> reaches one.
/// </summary>
internal sealed class LayerCase
{
    private static readonly Dictionary<string, Func<LayerCase>> Cases = new(Named().Concat(Activations()));

    private LayerCase(LayerSpec spec, TensorShape input, int rows = 12)
        : this(layout => LayerFactory.Create("layers", [spec], input, layout)[0], rows)
    {
    }

    private LayerCase(Func<LayoutBuilder, Layer> create, int rows = 12)
    {
        Harness = new LayerHarness(create);
        Rows = rows;
        X = Values(rows * Harness.Layer.Input.Size);
        Upstream = Values(rows * Harness.Layer.Output.Size);
        Lengths = Harness.Layer.Input.Kind == TensorKind.Sequence
            ? [.. Enumerable.Range(0, rows).Select(row => (row + 2) % (Harness.Layer.Input.Width + 1))]
            : null;

        // Weights, biases and scales too are moved off the values they start from; a variance stays positive.
        foreach (var view in Harness.Layout.Views)
        {
            var values = Harness.Parameters.AsSpan(view.Offset, view.Count);
            for (var at = 0; at < values.Length; at++)
            {
                values[at] = Grid(values[at] + (0.25f * ((float)Random.NextDouble() - 0.5f)));
            }
        }
    }

    public static IReadOnlyCollection<string> Names => Cases.Keys;

    public LayerHarness Harness { get; }

    public int Rows { get; }

    public float[] X { get; }

    public float[] Upstream { get; }

    public int[]? Lengths { get; }

    public Random Random { get; } = new(5);

    public static LayerCase Create(string name) => Cases[name]();

    private static float Grid(float value) => MathF.Round(value * 1024) / 1024;

    /// <summary>Behind 1 × 1 filters the pixels of a window are as far apart as before; the last filter's outputs are all below zero.</summary>
    private static LayerCase PooledConvolution()
    {
        var input = TensorShape.Image(4, 4, 1);
        LayerSpec[] specs = [new Conv2DSpec { Filters = 3, Kernel = 1, Activation = Activation.Relu }, new MaxPoolSpec()];
        var made = new LayerCase(Joined, rows: 3).Distinct();
        made.Harness.Set(".weight", [1.5f, 1f, -1f]);
        made.Harness.Set(".bias", [0.5f, 0.25f, -1f]);
        return made;

        PooledConvolutionLayer Joined(LayoutBuilder layout)
        {
            var layers = LayerFactory.Create("layers", specs, input, layout);
            return new PooledConvolutionLayer((ConvolutionLayer)layers[0], (PoolLayer)layers[1]);
        }
    }

    /// <summary>Biases of ±8 in turn: half of the units work on one side of the kink, half on the other.</summary>
    private LayerCase Apart(string suffix)
    {
        var values = Harness.ParameterOf(suffix);
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = at % 2 == 0 ? 8 : -8;
        }

        return this;
    }

    /// <summary>Inputs an eighth apart.</summary>
    private LayerCase Distinct()
    {
        var order = Enumerable.Range(1, X.Length).ToArray();
        Random.Shuffle(order);
        for (var at = 0; at < X.Length; at++)
        {
            X[at] = order[at] / 8f;
        }

        return this;
    }

    /// <summary>Inputs at least an eighth from the kink at zero.</summary>
    private LayerCase AwayFromZero()
    {
        foreach (ref var x in X.AsSpan())
        {
            x += x < 0 ? -0.125f : 0.125f;
        }

        return this;
    }

    private float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => Grid((float)((Random.NextDouble() * 2) - 1)))];

    private static IEnumerable<KeyValuePair<string, Func<LayerCase>>> Activations() => Enum.GetValues<Activation>().Select(static activation =>
        KeyValuePair.Create<string, Func<LayerCase>>(
            $"activation {activation}", () => new LayerCase(new ActivationSpec { Function = activation }, TensorShape.Vector(11)).AwayFromZero()));

    private static Dictionary<string, Func<LayerCase>> Named() => new()
    {
        ["dense"] = () => new(new DenseSpec { Units = 7 }, TensorShape.Vector(6)),
        ["dense of steps"] = () => new(new DenseSpec { Units = 3, Activation = Activation.Tanh }, TensorShape.Sequence(4, 5)),
        ["dense, rectified"] = () => new LayerCase(new DenseSpec { Units = 8, Activation = Activation.Relu }, TensorShape.Vector(6)).Apart(".bias"),
        ["dense, softmax"] = () => new(new DenseSpec { Units = 5, Activation = Activation.Softmax }, TensorShape.Vector(6)),
        ["convolution"] = () => new(new Conv2DSpec { Filters = 3, Padding = 1 }, TensorShape.Image(5, 4, 2)),
        ["convolution, strided groups"] = () => new(
            new Conv2DSpec { Filters = 4, Kernel = 2, Stride = 2, Groups = 2, Activation = Activation.Silu }, TensorShape.Image(6, 5, 4)),
        ["convolution, rectified"] = () => new LayerCase(new Conv2DSpec { Filters = 4, Activation = Activation.Relu }, TensorShape.Image(4, 4, 1)).Apart(".bias"),
        ["convolution and maxima"] = PooledConvolution,
        ["maxima"] = () => new LayerCase(new MaxPoolSpec(), TensorShape.Image(4, 5, 2)).Distinct(),
        ["maxima that overlap"] = () => new LayerCase(new MaxPoolSpec { Size = 3, Stride = 2 }, TensorShape.Image(5, 6, 1)).Distinct(),
        ["means"] = () => new(new AveragePoolSpec { Size = 3, Stride = 2 }, TensorShape.Image(6, 5, 2)),
        ["mean of the image"] = () => new(new GlobalAveragePoolSpec(), TensorShape.Image(3, 4, 2)),
        ["mean of the steps"] = () => new(new GlobalAveragePoolSpec(), TensorShape.Sequence(5, 3)),
        ["maximum of the image"] = () => new LayerCase(new GlobalMaxPoolSpec(), TensorShape.Image(3, 4, 2)).Distinct(),
        ["maximum of the steps"] = () => new LayerCase(new GlobalMaxPoolSpec(), TensorShape.Sequence(5, 3)).Distinct(),
        ["flatten"] = () => new(new FlattenSpec(), TensorShape.Image(3, 2, 2)),
        ["dropout"] = () => new(new DropoutSpec { Rate = 0.3 }, TensorShape.Vector(9)),
        ["layer norm"] = () => new(new LayerNormSpec(), TensorShape.Vector(7)),
        ["batch norm"] = () => new(new BatchNormSpec(), TensorShape.Vector(5)),
        ["batch norm of an image"] = () => new(new BatchNormSpec(), TensorShape.Image(2, 3, 3)),
        ["batch norm by running statistics"] = () => new(new BatchNormSpec(), TensorShape.Vector(5), rows: 5),
        ["rnn"] = () => new(new RnnSpec { Units = 4, ReturnSequence = true }, TensorShape.Sequence(5, 3)),
        ["rnn, last"] = () => new(new RnnSpec { Units = 4 }, TensorShape.Sequence(5, 3)),
        ["lstm"] = () => new(new LstmSpec { Units = 4, ReturnSequence = true }, TensorShape.Sequence(5, 3)),
        ["lstm, last"] = () => new(new LstmSpec { Units = 4 }, TensorShape.Sequence(5, 3)),
        ["gru"] = () => new(new GruSpec { Units = 4, ReturnSequence = true }, TensorShape.Sequence(5, 3)),
        ["gru, last"] = () => new(new GruSpec { Units = 4 }, TensorShape.Sequence(5, 3)),
        ["attention"] = () => new(new AttentionSpec { Heads = 2 }, TensorShape.Sequence(5, 6)),
        ["residual"] = () => new(
            new ResidualSpec { Layers = [new DenseSpec { Units = 9, Activation = Activation.Gelu }, new DenseSpec { Units = 6 }] }, TensorShape.Vector(6)),
        ["stack"] = () => new(
            layout => new StackLayer("stack", LayerFactory.Create("stack", [new DenseSpec { Units = 5, Activation = Activation.Softplus }, new LayerNormSpec()], TensorShape.Vector(4), layout))),
        ["member scales of a vector"] = () => new(layout => new MemberScaleLayer("scale", TensorShape.Vector(5), 3, [2, 3], layout)),
        ["member scales of members"] = () => new(layout => new MemberScaleLayer("scale", TensorShape.Members(3, 5), 3, null, layout)),
        ["member scales and biases"] = () => new LayerCase(layout => new MemberAffineLayer("affine", TensorShape.Members(3, 6), layout)).Apart(".bias"),
        ["member heads"] = () => new(layout => new MemberHeadLayer("head", TensorShape.Members(3, 5), 2, layout)),
        ["embeddings of numbers"] = () => new(layout => new NumberEmbeddingLayer(
            "numbers", TensorShape.Vector(10), [new("p", 1, 4, 1), new("q", 5, 3, 0)], 3, layout)),
    };
}

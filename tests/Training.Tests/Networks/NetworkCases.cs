using Millrace.Training.Layers;
using Millrace.Training.Layers.Images;
using Millrace.Training.Layers.Normalisation;
using Millrace.Training.Layers.Sequences;
using Millrace.Training.Losses;
using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Networks;

/// <summary>The networks that every exactness and gradient test runs.</summary>
internal static class NetworkCases
{
    public static IReadOnlyList<string> Names { get; } = ["dense", "embedding", "residual", "convolution", "image", "norm", "lstm", "gru", "attention", "tabular", "numbers", "pooling", "activations"];

    public static (Network Network, RandomStep Step) Create(string name, int rows = 61, int lanes = 8, bool dropout = true)
    {
        var (spec, shape, target) = Parts(name, dropout);
        var network = Network.Build(spec, shape, [target]);
        Func<Random, float> label = target.Loss is CrossEntropyLossSpec
            ? random => random.Next(target.Classes)
            : target.Loss is LogisticLossSpec ? static random => random.Next(2) : static random => (float)((random.NextDouble() * 2) - 1);
        label = target.Loss is PoissonLossSpec ? static random => random.Next(5) : label;
        return (network, new RandomStep(shape, rows, lanes, network.LabelCount, label));
    }

    private static (NetworkSpec Spec, InputShape Shape, TargetSpec Target) Parts(string name, bool dropout)
    {
        LayerSpec drop = new DropoutSpec { Rate = dropout ? 0.25 : 0 };
        return name switch
        {
            "dense" => (
                new NetworkSpec { Layers = [Dense(37, Activation.Relu), drop, Dense(24, Activation.Tanh), Dense(70, Activation.Gelu)] },
                new InputShape { DenseFeatures = 19 },
                new TargetSpec { Loss = new CrossEntropyLossSpec { LabelSmoothing = 0.05 }, Classes = 5 }),
            "embedding" => (
                new NetworkSpec { Layers = [Dense(33, Activation.Silu), drop] },
                new InputShape { DenseFeatures = 3, Categories = [new("a", 7, 4), new("b", 40, 5)] },
                new TargetSpec { Loss = new LogisticLossSpec { ClassWeights = [1, 3] } }),
            "residual" => (
                new NetworkSpec
                {
                    Layers = [Dense(16, Activation.Relu), new ResidualSpec { Layers = [Dense(20, Activation.Relu), drop, Dense(16, Activation.Linear)] }],
                },
                new InputShape { DenseFeatures = 6 },
                new TargetSpec { Loss = new HuberLossSpec { Delta = 0.7 }, Columns = 3 }),
            "convolution" => (
                new NetworkSpec
                {
                    Image = new ImageShape { Height = 8, Width = 7, Channels = 2 },
                    Layers =
                    [
                        new Conv2DSpec { Filters = 4, Padding = 1, Activation = Activation.Relu }, new MaxPoolSpec(),
                        new Conv2DSpec { Filters = 6, Stride = 2, Padding = 1, Groups = 2, Activation = Activation.Silu },
                        new ResidualSpec { Layers = [new Conv2DSpec { Filters = 6, Kernel = 1, Activation = Activation.Relu }] },
                        drop, new FlattenSpec(), Dense(20, Activation.Relu),
                    ],
                },
                new InputShape { DenseFeatures = 8 * 7 * 2 },
                new TargetSpec { Loss = new CrossEntropyLossSpec(), Classes = 3 }),
            // More samples in a lane than in a block of the convolution; windows that leave a border, and windows that overlap.
            "image" => (
                new NetworkSpec
                {
                    Image = new ImageShape { Height = 21, Width = 20, Channels = 1 },
                    Layers =
                    [
                        new Conv2DSpec { Filters = 40, Activation = Activation.Relu }, new MaxPoolSpec(),
                        new Conv2DSpec { Filters = 5, Activation = Activation.Linear }, new MaxPoolSpec { Size = 3, Stride = 2 },
                        new FlattenSpec(), drop, Dense(9, Activation.Relu),
                    ],
                },
                new InputShape { DenseFeatures = 21 * 20 },
                new TargetSpec { Loss = new CrossEntropyLossSpec(), Classes = 4 }),
            "norm" => (
                new NetworkSpec
                {
                    Layers = [Dense(17, Activation.Linear), new LayerNormSpec(), Dense(21, Activation.Linear), new BatchNormSpec(), drop],
                },
                new InputShape { DenseFeatures = 9 },
                new TargetSpec { Loss = new SquaredLossSpec(), Columns = 2, Mean = 0.3, Scale = 1.7 }),
            "lstm" => (
                new NetworkSpec { Layers = [new LstmSpec { Units = 9, ReturnSequence = true }, drop, new RnnSpec { Units = 6 }] },
                new InputShape { DenseFeatures = 2, SequenceFeatures = 3, MaxLength = 5, Categories = [new("shop", 6, 2)] },
                new TargetSpec { Loss = new SquaredLossSpec() }),
            "gru" => (
                new NetworkSpec { Layers = [new GruSpec { Units = 18 }, drop] },
                new InputShape { SequenceFeatures = 2, MaxLength = 7 },
                new TargetSpec { Loss = new PoissonLossSpec(), Columns = 2 }),
            "attention" => (
                new NetworkSpec
                {
                    Layers =
                    [
                        Dense(8, Activation.Linear), new ResidualSpec { Layers = [new AttentionSpec { Heads = 2 }, drop] }, new LayerNormSpec(),
                        new GlobalAveragePoolSpec(),
                    ],
                },
                new InputShape { SequenceFeatures = 3, MaxLength = 6 },
                new TargetSpec { Loss = new LogisticLossSpec() }),
            "tabular" => (
                new NetworkSpec
                {
                    Model = ModelKind.Tabular,
                    Tabular = new TabularSpec { Members = 4, Width = 18, Dropout = dropout ? 0.2 : 0, UnknownRate = dropout ? 0.1 : 0 },
                },
                new InputShape { DenseFeatures = 7, Categories = [new("a", 5, 3)] },
                new TargetSpec { Loss = new CrossEntropyLossSpec(), Classes = 3 }),
            "pooling" => (
                new NetworkSpec
                {
                    Image = new ImageShape { Height = 9, Width = 8, Channels = 2 },
                    Layers =
                    [
                        new Conv2DSpec { Filters = 5, Padding = 1 }, new AveragePoolSpec { Size = 3, Stride = 2 },
                        new ActivationSpec { Function = Activation.Softplus }, new GlobalMaxPoolSpec(), drop,
                    ],
                },
                new InputShape { DenseFeatures = 9 * 8 * 2 },
                new TargetSpec { Loss = new QuantileLossSpec { Level = 0.8 } }),
            "activations" => (
                new NetworkSpec
                {
                    Layers =
                    [
                        Dense(9, Activation.Elu), Dense(9, Activation.LeakyRelu), Dense(9, Activation.GeluTanh), Dense(9, Activation.Sigmoid),
                        Dense(9, Activation.Softplus), Dense(9, Activation.Softmax), Dense(9, Activation.Silu), drop,
                    ],
                },
                new InputShape { DenseFeatures = 5 },
                new TargetSpec { Loss = new AbsoluteLossSpec() }),
            "numbers" => (
                new NetworkSpec
                {
                    Model = ModelKind.Tabular,
                    Tabular = new TabularSpec { Members = 3, Width = 20, NumberEmbedding = 5, Dropout = dropout ? 0.2 : 0, UnknownRate = dropout ? 0.1 : 0 },
                },
                new InputShape
                {
                    DenseFeatures = 17,
                    Numbers = [new("p", 1, 6, 1), new("q", 7, 4, 0), new("r", 13, 3, 1)],
                    Categories = [new("a", 5, 3), new("b", 4, 2)],
                },
                new TargetSpec { Loss = new SquaredLossSpec() }),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    /// <summary>The layers of every case, those inside others too.</summary>
    public static IEnumerable<LayerSpec> AllLayers() => Names.SelectMany(static name => Flat(Parts(name, dropout: true).Spec.Layers));

    private static IEnumerable<LayerSpec> Flat(IEnumerable<LayerSpec> layers) =>
        layers.SelectMany(static layer => layer is ResidualSpec residual ? Flat(residual.Layers).Prepend(layer) : [layer]);

    private static DenseSpec Dense(int units, Activation activation) => new() { Units = units, Activation = activation };
}

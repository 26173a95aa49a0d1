using Millrace.Jobs.Export;
using Millrace.Training.Layers;
using Millrace.Training.Layers.Images;
using Millrace.Training.Layers.Normalisation;
using Millrace.Training.Layers.Sequences;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Jobs.Tests.Onnx;

/// <summary>Exported networks against Microsoft.ML.OnnxRuntime: every layer, every activation, every kind of target.</summary>
public class NetworkExportTests
{
    private static readonly TargetSpec Regression = new() { Loss = new SquaredLossSpec(), Mean = 3, Scale = 2 };
    private static readonly TargetSpec Classes = new() { Name = "kind", Loss = new CrossEntropyLossSpec(), Classes = 4 };
    private static readonly TargetSpec Binary = new() { Name = "flag", Loss = new LogisticLossSpec() };
    private static readonly InputShape Vector = new() { DenseFeatures = 6 };
    private static readonly InputShape Mixed = new() { DenseFeatures = 6, Categories = [new("a", 5, 3), new("b", 9, 2)] };
    private static readonly InputShape Image = new() { DenseFeatures = 9 * 8 * 2 };
    private static readonly InputShape Sequence = new() { SequenceFeatures = 3, MaxLength = 7 };
    private static readonly InputShape SequenceAndMore = Sequence with { DenseFeatures = 2, Categories = [new("a", 4, 3)] };

    private static readonly Dictionary<string, (NetworkDesign Design, InputShape Shape, TargetSpec[] Targets)> Cases = new()
    {
        ["linear"] = (NetworkDesign.Begin(), Vector, [Regression]),
        ["categories alone"] = (NetworkDesign.Begin().Dense(7, Activation.Relu), Mixed with { DenseFeatures = 0 }, [Regression]),
        ["dropout and residual"] = (
            NetworkDesign.Begin().Dense(16, Activation.Tanh).Dropout(0.5).Residual(static inner => inner.Dense(16, Activation.Sigmoid)), Mixed, [Regression]),
        ["layer norm"] = (NetworkDesign.Begin().Dense(10).Add(new LayerNormSpec { Epsilon = 1e-3 }), Vector, [Binary]),
        ["batch norm"] = (NetworkDesign.Begin().Dense(10).Add(new BatchNormSpec()), Vector, [Classes]),
        ["no bias"] = (NetworkDesign.Begin().Add(new DenseSpec { Units = 5, Bias = false, Activation = Activation.Relu }), Vector, [Regression]),
        ["convolution"] = (NetworkDesign.Begin().Image(9, 8, 2).Conv2D(4, activation: Activation.Relu, padding: 1).MaxPool().Flatten(), Image, [Classes]),
        ["convolution in groups"] = (
            NetworkDesign.Begin().Image(9, 8, 2)
                .Add(new Conv2DSpec { Filters = 6, Stride = 2, Padding = 1, Groups = 2, Bias = false }).Add(new GlobalAveragePoolSpec()), Image, [Classes]),
        ["image norm"] = (
            NetworkDesign.Begin().Image(9, 8, 2).Add(new BatchNormSpec()).Add(new LayerNormSpec()).Add(new AveragePoolSpec { Size = 3, Stride = 2 }).Flatten(), Image, [Regression]),
        ["global maximum"] = (NetworkDesign.Begin().Image(9, 8, 2).Conv2D(5).Add(new GlobalMaxPoolSpec()), Image, [Binary]),
        ["pool that drops"] = (NetworkDesign.Begin().Image(9, 8, 2).Add(new MaxPoolSpec { Size = 2, Stride = 3 }).Flatten(), Image, [Binary]),
        ["recurrent"] = (NetworkDesign.Begin().Add(new RnnSpec { Units = 5 }), SequenceAndMore, [Regression]),
        ["recurrent, every step"] = (NetworkDesign.Begin().Add(new RnnSpec { Units = 5, ReturnSequence = true }).Flatten(), Sequence, [Regression]),
        ["lstm"] = (NetworkDesign.Begin().Lstm(6), SequenceAndMore, [Regression]),
        ["lstm, every step"] = (NetworkDesign.Begin().Lstm(6, returnSequence: true).Lstm(4), Sequence, [Classes]),
        ["gru"] = (NetworkDesign.Begin().Gru(5), Sequence, [Regression]),
        ["gru, every step"] = (NetworkDesign.Begin().Gru(5, returnSequence: true).Add(new GlobalMaxPoolSpec()), SequenceAndMore, [Binary]),
        ["attention"] = (
            NetworkDesign.Begin().Dense(8).Residual(static inner => inner.Add(new LayerNormSpec()).Attention(2)).Add(new GlobalAveragePoolSpec()), SequenceAndMore, [Classes]),
        ["attention, one head"] = (NetworkDesign.Begin().Attention(1).Flatten(), Sequence, [Regression]),
        ["batch norm of steps"] = (NetworkDesign.Begin().Dense(4).Add(new BatchNormSpec()).Add(new GlobalAveragePoolSpec()), Sequence, [Regression]),
        ["several targets"] = (NetworkDesign.Begin().Dense(16, Activation.Tanh), Mixed, [Regression, Classes, Binary, Regression with { Columns = 3 }]),
        ["count"] = (NetworkDesign.Begin().Dense(6, Activation.Tanh), Vector, [new() { Loss = new PoissonLossSpec() }]),
        ["quantile"] = (NetworkDesign.Begin().Dense(6), Vector, [Regression with { Loss = new QuantileLossSpec { Level = 0.9 } }]),
        ["huber"] = (NetworkDesign.Begin().Dense(6), Vector, [Regression with { Loss = new HuberLossSpec() }]),
        ["absolute"] = (NetworkDesign.Begin().Dense(6), Vector, [Regression with { Loss = new AbsoluteLossSpec() }]),
        ["tabular"] = (NetworkDesign.Tabular(new TabularSpec { Members = 5, Width = 24 }), Mixed, [Classes]),
        ["tabular, embedded numbers"] = (
            NetworkDesign.Tabular(new TabularSpec { Members = 3, Width = 24, NumberEmbedding = 4 }), Mixed with { Numbers = [new("p", 1, 2, 1), new("q", 3, 2, 1)] }, [Regression]),
        ["tabular, several targets"] = (NetworkDesign.Tabular(new TabularSpec { Members = 3, Width = 8, Blocks = 1 }), Mixed, [Binary, Regression, Classes]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<Activation> Activations => [.. Enum.GetValues<Activation>()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Predictions_equal_those_of_the_runtime(string name)
    {
        var (design, shape, targets) = Cases[name];
        Assert.InRange(Difference(design, shape, targets), 0, 2e-5);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Every_activation_is_exported_inside_a_layer_and_on_its_own(Activation activation)
    {
        var design = NetworkDesign.Begin().Dense(9, activation).Add(new ActivationSpec { Function = activation });
        Assert.InRange(Difference(design, Vector, [Regression]), 0, 2e-5);
    }

    [Fact]
    public void A_model_that_is_not_the_network_is_refused()
    {
        var network = Network.Build(NetworkDesign.Begin().Dense(4, Activation.Relu).ToSpec(), Vector, [Regression]);
        var parameters = Parameters(network);
        var model = NetworkOnnx.Export(network, parameters);
        parameters[3] += 0.01f;
        var failure = Assert.Throws<JobFailedException>(() => NetworkCheck.Require(model, network, parameters, new OnnxBound([1])));
        Assert.Contains("is not the network", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_that_cancel_are_held_to_what_rounding_can_do_and_a_wrong_weight_is_still_found()
    {
        // Units of the first and of the second half have equal weights, told apart by factors of a million that cancel: what is left is rounding.
        const int Units = 2048;
        var network = Network.Build(NetworkDesign.Begin().Dense(Units).ToSpec(), Vector, [Regression]);
        var parameters = Parameters(network);
        var weights = network.Layout.Views.Where(static view => view.Kind == ParameterKind.Weight).ToArray();
        var (step, across) = weights[0].Shape[0] == Units ? (6, 1) : (1, Units);
        for (var unit = 0; unit < Units / 2; unit++)
        {
            for (var feature = 0; feature < 6; feature++)
            {
                var from = weights[0].Offset + (unit * step) + (feature * across);
                parameters[from + (Units / 2 * step)] = parameters[from];
            }

            (parameters[weights[1].Offset + unit], parameters[weights[1].Offset + unit + (Units / 2)]) = (1e6f, -1e6f);
        }

        parameters.AsSpan(network.Layout.Views[1].Offset, Units).Clear();
        var model = NetworkOnnx.Export(network, parameters);
        var probe = new EncodedProbe(Vector, 1_000, length: null, seed: 3);
        var ours = new float[1_000];
        network.Predict(probe.ToStepInput(), parameters, network.CreateWorkspace(1_000), ours);
        using (var exported = new OnnxModel(model))
        {
            Assert.True(new OnnxBound([1]).Greatest(ours, exported.Predict(probe.ToOnnx()), new double[1_000]) > OnnxBound.Relative);
        }

        Assert.InRange(NetworkCheck.Require(model, network, parameters, new OnnxBound([1])), 0, OnnxBound.Relative);
        parameters[weights[0].Offset] += 1;
        Assert.Throws<JobFailedException>(() => NetworkCheck.Require(model, network, parameters, new OnnxBound([1])));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused() =>
        Assert.Throws<JobFailedException>(() => new OnnxModel([1, 2, 3]));

    private static double Difference(NetworkDesign design, InputShape shape, TargetSpec[] targets)
    {
        var network = Network.Build(design.ToSpec(), shape, targets);
        var parameters = Parameters(network);
        return NetworkCheck.Require(NetworkOnnx.Export(network, parameters), network, parameters, new OnnxBound([1]));
    }

    private static float[] Parameters(Network network)
    {
        var random = new Random(4);
        var parameters = new float[network.Layout.Count];
        network.Initialize(9, parameters);
        foreach (ref var parameter in parameters.AsSpan())
        {
            parameter += (float)(0.2 * random.NextDouble());
        }

        return parameters;
    }
}

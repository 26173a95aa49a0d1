using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Millrace.Training.Layers;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Jobs.Tests.Onnx;

/// <summary>Exported networks against Microsoft.ML.OnnxRuntime.</summary>
public class NetworkExportTests
{
    private static readonly TargetSpec Regression = new() { Loss = new SquaredLossSpec(), Mean = 3, Scale = 2 };
    private static readonly TargetSpec Classes = new() { Name = "kind", Loss = new CrossEntropyLossSpec(), Classes = 4 };
    private static readonly TargetSpec Binary = new() { Name = "flag", Loss = new LogisticLossSpec() };

    public static TheoryData<string> Names => ["dense", "several", "convolution", "norm", "tabular"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Predictions_equal_those_of_the_runtime(string name)
    {
        var (spec, shape, targets) = Case(name);
        var network = Network.Build(spec, shape, targets);
        var random = new Random(4);
        var parameters = new float[network.Layout.Count];
        network.Initialize(9, parameters);
        foreach (ref var parameter in parameters.AsSpan())
        {
            parameter += (float)(0.2 * random.NextDouble());
        }

        using var session = new InferenceSession(NetworkOnnx.Export(network, parameters));
        foreach (var rows in new[] { 1, 1000 })
        {
            float[] x = [.. Enumerable.Range(0, rows * shape.DenseFeatures).Select(_ => (float)((random.NextDouble() * 2) - 1))];
            int[] c = [.. Enumerable.Range(0, rows).SelectMany(_ => shape.Categories.Select(field => random.Next(field.Cardinality)))];
            var expected = new float[rows * network.PredictionCount];
            network.Predict(new StepInput { LaneStarts = [0, rows], X = x, Categories = c }, parameters, network.CreateWorkspace(128), expected);
            List<NamedOnnxValue> inputs = [NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(x, [rows, shape.DenseFeatures]))];
            if (shape.Categories.Count > 0)
            {
                inputs.Add(NamedOnnxValue.CreateFromTensor("c", new DenseTensor<int>(c, [rows, shape.Categories.Count])));
            }

            using var results = session.Run(inputs);
            var actual = results.Single(static result => result.Name == "prediction").AsTensor<float>();
            Assert.Equal([rows, network.PredictionCount], actual.Dimensions.ToArray());
            Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First, pair.Second, 2e-5f * Math.Max(1, Math.Abs(pair.First))));
        }
    }

    [Fact]
    public void A_layer_without_an_export_is_named()
    {
        var spec = NetworkDesign.Begin().Lstm(4).ToSpec();
        var network = Network.Build(spec, new InputShape { SequenceFeatures = 1, MaxLength = 3 }, [Regression]);
        Assert.NotNull(NetworkOnnx.Obstacle(network));
        Assert.Throws<NetworkException>(() => NetworkOnnx.Export(network, new float[network.Layout.Count]));
    }

    private static (NetworkSpec Spec, InputShape Shape, TargetSpec[] Targets) Case(string name) => name switch
    {
        "dense" => (
            NetworkDesign.Begin().Dense(20, Activation.Relu).Dropout(0.5).Dense(9, Activation.Gelu).Dense(9, Activation.GeluTanh)
                .Dense(8, Activation.Silu).Dense(8, Activation.Elu).Dense(8, Activation.Softplus).Dense(8, Activation.LeakyRelu).ToSpec(),
            new InputShape { DenseFeatures = 6, Categories = [new("a", 5, 3), new("b", 9, 2)] },
            [Regression]),
        "several" => (
            NetworkDesign.Begin().Dense(16, Activation.Tanh).Residual(static inner => inner.Dense(16, Activation.Sigmoid)).ToSpec(),
            new InputShape { DenseFeatures = 6 },
            [Regression, Classes, Binary]),
        "convolution" => (
            NetworkDesign.Begin().Image(9, 8, 2).Conv2D(4, activation: Activation.Relu, padding: 1).MaxPool()
                .Add(new Conv2DSpec { Filters = 6, Stride = 2, Padding = 1, Groups = 2 }).Add(new GlobalAveragePoolSpec()).ToSpec(),
            new InputShape { DenseFeatures = 9 * 8 * 2 },
            [Classes]),
        "norm" => (
            NetworkDesign.Begin().Dense(10).Add(new LayerNormSpec()).Add(new BatchNormSpec()).ToSpec(),
            new InputShape { DenseFeatures = 7 },
            [Binary]),
        _ => (
            NetworkDesign.Tabular(new TabularSpec { Members = 5, Width = 24 }).ToSpec(),
            new InputShape { DenseFeatures = 7, Categories = [new("a", 5, 3)] },
            [Classes]),
    };
}

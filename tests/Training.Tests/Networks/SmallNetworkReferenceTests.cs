using Millrace.Training.Layers;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Tests.Layers;

namespace Millrace.Training.Tests.Networks;

public class SmallNetworkReferenceTests
{
    private static readonly string[] Names = ["0.weight", "0.bias", "4.weight", "4.bias", "6.weight", "6.bias"];

    [Fact]
    public void A_convolutional_network_equals_the_reference()
    {
        var reference = ReferenceFile.Open("small_cnn_12x12");
        var (network, parameters) = Build(reference, new TargetSpec { Loss = new CrossEntropyLossSpec(), Classes = 10 });
        var gradient = new float[parameters.Length];
        var sums = new StepSums(network);
        var input = new StepInput { LaneStarts = [0, 4], X = reference.Floats("x"), Y = reference.Floats("labels") };
        network.ForwardBackward(input, parameters, network.CreateWorkspace(4), gradient, sums);
        Assert.Equal(reference["loss"][0], sums.Loss / sums.Weight, 1e-6);
        new Optimizer(new SgdSpec(), network.Layout).Divide(gradient, sums.Weight);
        for (var at = 0; at < Names.Length; at++)
        {
            var view = network.Layout.Views[at];
            var expected = Arrange(reference, $"grad.{Names[at]}").Select(static value => (double)value).ToArray();
            Near.Equal(expected, gradient.AsSpan(view.Offset, view.Count));
        }
    }

    [Fact]
    public void Logits_of_a_convolutional_network_equal_the_reference()
    {
        var reference = ReferenceFile.Open("small_cnn_12x12");
        var (network, parameters) = Build(reference, new TargetSpec { Loss = new SquaredLossSpec(), Columns = 10 });
        var logits = new float[4 * 10];
        network.Predict(new StepInput { LaneStarts = [0, 4], X = reference.Floats("x") }, parameters, network.CreateWorkspace(4), logits);
        Near.Equal(reference["logits"], logits);
    }

    [Fact]
    public void Embeddings_equal_the_reference()
    {
        // Two rows of three indices are three categorical columns here; the three tables' gradients add up to the one table's.
        var reference = ReferenceFile.Open("embedding");
        var fields = Enumerable.Range(0, 3).Select(static field => new CategoricalField($"f{field}", 10, 4)).ToArray();
        var layout = new LayoutBuilder(0);
        var layer = new InputLayer(new InputShape { Categories = fields }, null, 0, layout);
        var harness = new EmbeddingHarness(layer, layout.Build());
        var table = reference.Floats("table");
        var indices = reference["indices"].Select(static value => (int)value).ToArray();
        var (y, gradient) = harness.Run([.. table, .. table, .. table], indices, reference.Floats("upstream"), 2, fields);
        Near.Equal(reference["y"], y);
        var total = Enumerable.Range(0, 40).Select(at => gradient[at] + gradient[at + 40] + gradient[at + 80]).ToArray();
        Near.Equal(reference["dtable"], total);
    }

    private static (Network Network, float[] Parameters) Build(ReferenceFile reference, TargetSpec target)
    {
        var spec = NetworkDesign.Begin().Image(12, 12).Conv2D(4, activation: Activation.Relu).MaxPool().Flatten().Dense(16, Activation.Relu).ToSpec();
        var network = Network.Build(spec, new InputShape { DenseFeatures = 144 }, [target]);
        var parameters = new float[network.Layout.Count];
        for (var at = 0; at < Names.Length; at++)
        {
            Arrange(reference, $"param.{Names[at]}").CopyTo(parameters, network.Layout.Views[at].Offset);
        }

        return (network, parameters);
    }

    /// <summary>Weights as Millrace lays them out: channels last, inputs before outputs; the first dense layer's inputs are pixels.</summary>
    private static float[] Arrange(ReferenceFile reference, string name)
    {
        var (values, shape) = (reference.Floats(name), reference.Shape(name));
        return shape.Length switch
        {
            4 => ImageReferenceTests.Permute(values, shape, [2, 3, 1, 0]),
            2 when shape[1] == 100 => ImageReferenceTests.Permute(values, [16, 4, 5, 5], [2, 3, 1, 0]),
            2 => ReferenceFile.Transpose(values, shape[0], shape[1]),
            _ => values,
        };
    }
}

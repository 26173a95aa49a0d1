using Millrace.Training.Layers;
using Millrace.Training.Layers.Images;
using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Networks;

/// <summary>
/// Gradients of whole networks against central differences of the loss, along random directions in each parameter range: that layers, losses, weights of rows and lanes fit
/// together. Networks have kinks wherever a direction leads, so the bound is a wide one; <c>LayerDifferenceTests</c> holds each layer by itself to what float32 allows.
/// </summary>
public class FiniteDifferenceTests
{
    private const int Directions = 3;
    private const double Bound = 0.01;
    private static readonly double[] Distances = [5e-4, 1e-4, 3e-5];

    public static TheoryData<string> Cases => [.. NetworkCases.Names];

    [Fact]
    public void Every_kind_of_layer_and_activation_is_in_a_case()
    {
        var layers = NetworkCases.AllLayers().ToList();
        var kinds = typeof(LayerSpec).Assembly.GetTypes().Where(static type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(LayerSpec)));
        Assert.Empty(kinds.Except(layers.Select(static layer => layer.GetType())));
        var activations = layers.Select(static layer => layer switch
        {
            DenseSpec dense => dense.Activation,
            ActivationSpec activation => activation.Function,
            Conv2DSpec convolution => convolution.Activation,
            _ => Activation.Linear,
        });
        Assert.Empty(Enum.GetValues<Activation>().Except(activations));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_equal_differences_of_the_loss(string name)
    {
        var (network, step) = NetworkCases.Create(name, rows: 40, lanes: 2, dropout: false);
        var parameters = new float[network.Layout.Count];
        network.Initialize(3, parameters);
        var random = new Random(1);
        foreach (ref var parameter in parameters.AsSpan(0, network.Layout.TrainedCount))
        {
            // Biases and scales too are moved off their starting points.
            parameter += (float)(0.1 * (random.NextDouble() - 0.5));
        }

        var workspace = network.CreateWorkspace(40);
        var gradient = new float[network.Layout.Count];
        var sums = new StepSums(network);
        network.ForwardBackward(step.All, parameters, workspace, gradient, sums);
        foreach (var view in network.Layout.Views.Where(static view => view.Kind != ParameterKind.Statistic))
        {
            for (var at = 0; at < Directions; at++)
            {
                Check(view, Enumerable.Range(0, view.Count).Select(_ => (random.Next(2) * 2) - 1).ToArray());
            }
        }

        void Check(ParameterView view, int[] direction)
        {
            var actual = direction.Select((sign, at) => (double)sign * gradient[view.Offset + at]).Sum();
            var length = Math.Sqrt(direction.Select((_, at) => (double)gradient[view.Offset + at] * gradient[view.Offset + at]).Sum());

            // The far points round least; where a kink lies between them, the near ones are free of it.
            double[] expected = [.. Distances.Select(distance => (Loss(+distance) - Loss(-distance)) / (2 * distance))];
            Assert.True(
                expected.Any(each => Math.Abs(each - actual) <= Bound * Math.Max(1, length)),
                $"{view.Name}: differences {string.Join(", ", expected)}, gradient {actual:R}, of length {length:R}");

            double Loss(double distance)
            {
                var moved = (float[])parameters.Clone();
                for (var at = 0; at < view.Count; at++)
                {
                    moved[view.Offset + at] += (float)(distance * direction[at]);
                }

                var scratch = new float[gradient.Length];
                var movedSums = new StepSums(network);
                network.ForwardBackward(step.All, moved, workspace, scratch, movedSums);
                return movedSums.Loss;
            }
        }
    }
}

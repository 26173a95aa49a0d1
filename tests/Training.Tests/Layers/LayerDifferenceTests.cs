using Millrace.Training.Layers;
using Millrace.Training.Networks;
using Millrace.Training.Tests.Networks;

namespace Millrace.Training.Tests.Layers;

/// <summary>
/// The gradients of each layer by itself against differences of what it computes, in several random directions of its inputs and of every parameter tensor. L(θ) = Σ u · y
/// in float64 over the layer's float32 outputs; D(h) = (L(θ + h d) − L(θ − h d)) / 2h with signs d; the extrapolation (4 D(h) − D(2h)) / 3 leaves an error of h⁴.
/// </summary>
/// <remarks>
/// With h = 2^-7 that error is below 1e-6 for these layers, and the rounding of the outputs (2^-24 each, √n of them, over 2h) up to some 1e-5: the bound below is what float32 allows, a hundred times closer than
/// differences of one step. It is relative to the length of the gradient, the usual size of its product with random signs.
/// </remarks>
public class LayerDifferenceTests
{
    private const double Step = 1.0 / 128;
    private const double Bound = 1e-4;
    private const int Directions = 5;

    public static TheoryData<string> Cases => [.. LayerCase.Names];

    [Fact]
    public void Every_layer_of_the_engine_is_in_a_case()
    {
        var all = typeof(Layer).Assembly.GetTypes().Where(static type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(Layer)));
        Assert.Empty(all.Except(LayerCase.Names.Select(static name => LayerCase.Create(name).Harness.Layer.GetType())));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_of_a_layer_equal_extrapolated_differences(string name)
    {
        var layer = LayerCase.Create(name);
        var (y, dx) = layer.Harness.Run(layer.X, (float[])layer.Upstream.Clone(), layer.Rows, layer.Lengths);
        Assert.Contains(y, static value => value != 0);
        var gradient = (float[])layer.Harness.Gradient.Clone();
        Check(layer, "inputs", layer.X, dx);
        foreach (var view in layer.Harness.Layout.Views.Where(static view => view.Kind != ParameterKind.Statistic))
        {
            Check(layer, view.Name, layer.Harness.Parameters.AsMemory(view.Offset, view.Count), gradient.AsSpan(view.Offset, view.Count));
        }
    }

    [Fact]
    public void Gradients_of_embeddings_equal_differences_in_every_direction()
    {
        CategoricalField[] fields = [new("a", 4, 2), new("b", 3, 3)];
        var layout = new LayoutBuilder(0);
        var harness = new EmbeddingHarness(new InputLayer(new InputShape { Categories = fields }, null, 0, layout), layout.Build());
        int[] indices = [0, 2, 3, 1, 0, 1, 1, 2, 3, 1];
        var random = new Random(9);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(-512, 512) / 512f)];
        float[] table = Values(17), upstream = Values(25);
        var (_, gradient) = harness.Run(table, indices, upstream, 5, fields);
        for (var at = 0; at < table.Length; at++)
        {
            // The outputs are entries of the table, so the difference is exact.
            Assert.Equal((Loss(at, Step) - Loss(at, -Step)) / (2 * Step), gradient[at], 1e-6);
        }

        Assert.Contains(gradient, static value => value == 0);

        double Loss(int at, double distance)
        {
            var moved = (float[])table.Clone();
            moved[at] += (float)distance;
            return Sum(upstream, harness.Run(moved, indices, upstream, 5, fields).Y);
        }
    }

    private static void Check(LayerCase layer, string tensor, Memory<float> values, ReadOnlySpan<float> gradient)
    {
        var length = 0.0;
        foreach (var slope in gradient)
        {
            length += (double)slope * slope;
        }

        length = Math.Sqrt(length);
        var start = values.ToArray();
        for (var direction = 0; direction < Directions; direction++)
        {
            var (signs, actual) = (new int[start.Length], 0.0);
            for (var at = 0; at < signs.Length; at++)
            {
                signs[at] = (layer.Random.Next(2) * 2) - 1;
                actual += (double)signs[at] * gradient[at];
            }

            var expected = ((4 * Difference(signs, Step)) - Difference(signs, 2 * Step)) / 3;
            Assert.True(
                Math.Abs(expected - actual) <= Bound * Math.Max(length, 0.1),
                $"{tensor}, direction {direction}: differences {expected:R}, gradient {actual:R}, length {length:R}, error {Math.Abs(expected - actual) / length:E2}");
        }

        double Difference(int[] signs, double distance) => (Loss(signs, distance) - Loss(signs, -distance)) / (2 * distance);

        double Loss(int[] signs, double distance)
        {
            for (var at = 0; at < start.Length; at++)
            {
                values.Span[at] = start[at] + (float)(distance * signs[at]);
            }

            var (y, _) = layer.Harness.Run(layer.X, (float[])layer.Upstream.Clone(), layer.Rows, layer.Lengths);
            start.CopyTo(values);
            return Sum(layer.Upstream, y);
        }
    }

    private static double Sum(float[] upstream, float[] y)
    {
        var sum = 0.0;
        for (var at = 0; at < y.Length; at++)
        {
            sum += (double)upstream[at] * y[at];
        }

        return sum;
    }
}

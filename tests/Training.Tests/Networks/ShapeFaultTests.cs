using Millrace.Training.Layers;
using Millrace.Training.Layers.Images;
using Millrace.Training.Layers.Sequences;
using Millrace.Training.Losses;
using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Networks;

/// <summary>Layers that do not fit are found when the network is built; the error names the layer and both shapes.</summary>
public class ShapeFaultTests
{
    private static readonly ImageShape Picture = new() { Height = 5, Width = 4, Channels = 2 };

    public static TheoryData<string, string, string[]> Faults => new()
    {
        { "convolution of a vector", "layers[1].conv2d", ["image", "vector of 6"] },
        { "window larger than the image", "layers[0].conv2d", ["7×7", "image 5×4×2"] },
        { "groups that do not divide", "layers[0].conv2d", ["2 channels", "3 filters"] },
        { "pool larger than the image", "layers[0].max_pool", ["5×5", "image 5×4×2"] },
        { "pool of a vector", "layers[0].max_pool", ["image", "vector of 40"] },
        { "recurrent layer of a vector", "layers[0].lstm", ["sequence", "vector of 40"] },
        { "heads that do not divide", "layers[0].attention", ["3 heads", "sequence of up to 4 steps of 4"] },
        { "residual of another width", "layers[1].residual", ["vector of 6", "vector of 7"] },
        { "image before the output", "output", ["image 3×2×3", "vector"] },
        { "image of another size", "image", ["5×4×2", "39 dense"] },
        { "no units", "layers[0].dense", ["units"] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void The_error_names_the_layer_and_both_shapes(string fault, string part, string[] shapes)
    {
        var (image, input, layers) = Parts(fault);
        var error = Assert.Throws<NetworkException>(() => Network.Build(
            new NetworkSpec { Image = image, Layers = layers }, input, [new TargetSpec { Loss = new SquaredLossSpec() }]));
        Assert.Equal(part, error.Part);
        Assert.All(shapes, shape => Assert.Contains(shape, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40_000, 20_000)] // bytes beyond what a span counts
    [InlineData(65_536, 65_536)] // elements beyond what an array holds
    public void A_network_larger_than_a_buffer_is_refused_by_the_layer_that_makes_it_so(int first, int second)
    {
        var error = Assert.Throws<NetworkException>(() => Network.Build(
            new NetworkSpec { Layers = [Dense(first), Dense(second)] }, new InputShape { DenseFeatures = 4 }, [new TargetSpec { Loss = new SquaredLossSpec() }]));
        Assert.Equal("layers[1].dense.weight", error.Part);
        Assert.Contains("at most 536870911 fit one buffer", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{(5L * first) + ((long)first * second)} parameters", error.Message, StringComparison.Ordinal);
    }

    private static (ImageShape? Image, InputShape Input, IReadOnlyList<LayerSpec> Layers) Parts(string fault)
    {
        var flat = new InputShape { DenseFeatures = 40 };
        return fault switch
        {
            "convolution of a vector" => (null, flat, [Dense(6), new Conv2DSpec { Filters = 2 }]),
            "window larger than the image" => (Picture, flat, [new Conv2DSpec { Filters = 2, Kernel = 7 }]),
            "groups that do not divide" => (Picture, flat, [new Conv2DSpec { Filters = 3, Groups = 2 }]),
            "pool larger than the image" => (Picture, flat, [new MaxPoolSpec { Size = 5 }]),
            "pool of a vector" => (null, flat, [new MaxPoolSpec()]),
            "recurrent layer of a vector" => (null, flat, [new LstmSpec { Units = 3 }]),
            "heads that do not divide" => (null, new InputShape { SequenceFeatures = 4, MaxLength = 4 }, [new AttentionSpec { Heads = 3 }]),
            "residual of another width" => (null, flat, [Dense(6), new ResidualSpec { Layers = [Dense(7)] }]),
            "image before the output" => (Picture, flat, [new Conv2DSpec { Filters = 3 }]),
            "image of another size" => (Picture, new InputShape { DenseFeatures = 39 }, [new FlattenSpec()]),
            "no units" => (null, flat, [Dense(0)]),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
    }

    private static DenseSpec Dense(int units) => new() { Units = units };
}

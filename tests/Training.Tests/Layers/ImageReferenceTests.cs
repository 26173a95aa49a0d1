using Millrace.Training.Layers;
using Millrace.Training.Layers.Images;
using Millrace.Training.Networks;
using Millrace.Training.Tests.Networks;

namespace Millrace.Training.Tests.Layers;

/// <summary>Images: PyTorch has channels first, Millrace last.</summary>
public class ImageReferenceTests
{
    [Theory]
    [InlineData("conv1x1", 1, 0, 1)]
    [InlineData("conv3x3_same", 1, 1, 1)]
    [InlineData("conv3x3_valid", 1, 0, 1)]
    [InlineData("conv5x5_stride2_pad2", 2, 2, 1)]
    [InlineData("conv_depthwise3x3", 1, 1, 4)]
    public void Convolutions_equal_the_reference(string name, int stride, int padding, int groups)
    {
        var reference = ReferenceFile.Open(name);
        var weight = reference.Shape("weight");
        var spec = new Conv2DSpec { Filters = weight[0], Kernel = weight[2], Stride = stride, Padding = padding, Groups = groups };
        var harness = new LayerHarness(spec, Image(reference.Shape("x")));
        harness.Set(".weight", Permute(reference.Floats("weight"), weight, [2, 3, 1, 0]));
        harness.Set(".bias", reference.Floats("bias"));
        var (y, dx) = harness.Run(Last(reference, "x"), Last(reference, "upstream"), 3);
        Near.Equal(Doubles(Last(reference, "y")), y);
        Near.Equal(Doubles(Last(reference, "dx")), dx);
        Near.Equal(Doubles(Permute(reference.Floats("dweight"), weight, [2, 3, 1, 0])), harness.GradientOf(".weight"));
        Near.Equal(reference["dbias"], harness.GradientOf(".bias"));
    }

    [Theory]
    [InlineData("max2", 2, 2, true)]
    [InlineData("max3_stride2", 3, 2, true)]
    [InlineData("avg2", 2, 2, false)]
    public void Pooling_equals_the_reference(string name, int size, int stride, bool isMaximum)
    {
        var reference = ReferenceFile.Open("pooling");
        LayerSpec spec = isMaximum ? new MaxPoolSpec { Size = size, Stride = stride } : new AveragePoolSpec { Size = size, Stride = stride };
        var harness = new LayerHarness(spec, Image(reference.Shape("x")));
        var (y, dx) = harness.Run(Last(reference, "x"), Last(reference, $"{name}.upstream"), 2);
        Near.Equal(Doubles(Last(reference, $"{name}.y")), y);
        Near.Equal(Doubles(Last(reference, $"{name}.dx")), dx);
    }

    [Fact]
    public void Global_average_pooling_equals_the_reference()
    {
        var reference = ReferenceFile.Open("pooling");
        var harness = new LayerHarness(new GlobalAveragePoolSpec(), Image(reference.Shape("x")));
        var (y, dx) = harness.Run(Last(reference, "x"), reference.Floats("global_avg.upstream"), 2);
        Near.Equal(reference["global_avg.y"], y);
        Near.Equal(Doubles(Last(reference, "global_avg.dx")), dx);
    }

    private static TensorShape Image(int[] shape) => TensorShape.Image(shape[2], shape[3], shape[1]);

    private static float[] Last(ReferenceFile reference, string name) =>
        Permute(reference.Floats(name), reference.Shape(name), [0, 2, 3, 1]);

    private static double[] Doubles(float[] values) => [.. values.Select(static value => (double)value)];

    /// <summary>Axis i of the result is axis order[i] of the values.</summary>
    internal static float[] Permute(float[] values, int[] shape, int[] order)
    {
        var strides = new int[shape.Length];
        for (int axis = shape.Length - 1, stride = 1; axis >= 0; stride *= shape[axis--])
        {
            strides[axis] = stride;
        }

        var result = new float[values.Length];
        var index = new int[shape.Length];
        for (var at = 0; at < result.Length; at++)
        {
            result[at] = values[order.Select((axis, position) => strides[axis] * index[position]).Sum()];
            for (var position = index.Length - 1; position >= 0 && ++index[position] == shape[order[position]]; position--)
            {
                index[position] = 0;
            }
        }

        return result;
    }
}

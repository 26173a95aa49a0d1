using Millrace.Training.Kernels;
using Millrace.Training.Layers;
using Millrace.Training.Tests.Networks;

namespace Millrace.Training.Tests.Layers;

public class ActivationReferenceTests
{
    [Theory]
    [InlineData("relu", Activation.Relu)]
    [InlineData("tanh", Activation.Tanh)]
    [InlineData("sigmoid", Activation.Sigmoid)]
    [InlineData("gelu_erf", Activation.Gelu)]
    [InlineData("gelu_tanh", Activation.GeluTanh)]
    [InlineData("silu", Activation.Silu)]
    [InlineData("leaky_relu_0.01", Activation.LeakyRelu)]
    [InlineData("elu_1", Activation.Elu)]
    [InlineData("softplus", Activation.Softplus)]
    [InlineData("softmax_last_axis", Activation.Softmax)]
    public unsafe void Values_and_slopes_equal_the_reference_on_every_path(string name, Activation activation)
    {
        var reference = ReferenceFile.Open("activations");
        foreach (var path in Enum.GetValues<KernelPath>().Where(static path => path <= Millrace.Training.Kernels.Kernels.Widest))
        {
            var kernels = Millrace.Training.Kernels.Kernels.Create(path);
            float[] x = reference.Floats("x"), y = new float[x.Length], dy = reference.Floats("upstream");
            fixed (float* from = x, to = y, slope = dy)
            {
                kernels.Activate(activation, from, to, 4, 16);
                kernels.ActivateBackward(activation, from, to, slope, 4, 16);
            }

            Near.Equal(reference[$"{name}.y"], y);
            Near.Equal(reference[$"{name}.dx"], dy);
        }
    }
}

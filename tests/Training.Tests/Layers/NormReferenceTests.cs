using Millrace.Training.Layers.Normalisation;
using Millrace.Training.Networks;
using Millrace.Training.Tests.Networks;

namespace Millrace.Training.Tests.Layers;

public class NormReferenceTests
{
    [Fact]
    public void Layer_normalisation_equals_the_reference()
    {
        var reference = ReferenceFile.Open("normalisation");
        var harness = new LayerHarness(new LayerNormSpec(), TensorShape.Vector(5));
        harness.Set(".scale", reference.Floats("ln.gamma"));
        harness.Set(".shift", reference.Floats("ln.beta"));
        var (y, dx) = harness.Run(reference.Floats("x"), reference.Floats("bn.upstream"), 6);
        Near.Equal(reference["ln.y"], y);
        Near.Equal(reference["ln.dx"], dx);
        Near.Equal(reference["ln.dgamma"], harness.GradientOf(".scale"));
        Near.Equal(reference["ln.dbeta"], harness.GradientOf(".shift"));
    }

    [Fact]
    public void Batch_normalisation_in_inference_uses_the_running_statistics_as_the_reference_does()
    {
        var reference = ReferenceFile.Open("normalisation");
        var harness = new LayerHarness(new BatchNormSpec(), TensorShape.Vector(5));
        harness.Set(".scale", reference.Floats("bn.gamma"));
        harness.Set(".shift", reference.Floats("bn.beta"));
        harness.Set(".running_mean", reference.Floats("bn.running_mean_after"));
        harness.Set(".running_variance", reference.Floats("bn.running_var_after"));
        var (y, _) = harness.Run(reference.Floats("x"), reference.Floats("bn.upstream"), 6, training: false);
        Near.Equal(reference["bn.y_eval"], y);
    }

    [Fact]
    public void Batch_normalisation_equals_the_reference()
    {
        // Six rows are fewer than a lane needs for statistics of its own, so they are seen as six pixels of eight equal samples:
        // repeating rows changes neither mean nor variance, and gradients sum to eight times.
        const int Copies = 8;
        var reference = ReferenceFile.Open("normalisation");
        var harness = new LayerHarness(new BatchNormSpec(), TensorShape.Image(1, 6, 5));
        harness.Set(".scale", reference.Floats("bn.gamma"));
        harness.Set(".shift", reference.Floats("bn.beta"));
        var (y, dx) = harness.Run(Repeat(reference.Floats("x")), Repeat(reference.Floats("bn.upstream")), Copies);
        Near.Equal(reference["bn.y_train"], y.AsSpan(0, 30));
        Near.Equal(reference["bn.dx"], dx.AsSpan(0, 30));
        Near.Equal([.. reference["bn.dgamma"].Select(static value => Copies * value)], harness.GradientOf(".scale"));
        Near.Equal([.. reference["bn.dbeta"].Select(static value => Copies * value)], harness.GradientOf(".shift"));
        Assert.Equal(6.0 * Copies, Assert.Single(harness.Sums));
        harness.Layer.UpdateStatistics(harness.Parameters, harness.Gradient, harness.Sums);
        Near.Equal(reference["bn.running_mean_after"], harness.ParameterOf(".running_mean"));

        // The unbiased variance divides by one less than the rows: five of six there, 47 of 48 here.
        const double Unbias = (5.0 / 6.0) * (48.0 / 47.0);
        Near.Equal([.. reference["bn.running_var_after"].Select(static after => 0.9 + ((after - 0.9) * Unbias))], harness.ParameterOf(".running_variance"));

        static float[] Repeat(float[] values) => [.. Enumerable.Repeat(values, Copies).SelectMany(static part => part)];
    }
}

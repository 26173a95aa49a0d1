using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;

namespace Millrace.Training.Tests.Optimizers;

public class OptimizerTests
{
    public static TheoryData<OptimizerSpec> Specs =>
    [
        new SgdSpec { WeightDecay = 0.1 }, new SgdSpec { Momentum = 0.9 }, new SgdSpec { Momentum = 0.8, Nesterov = true }, new AdamSpec(),
        new AdamWSpec { WeightDecay = 0.2, DecayAll = false }, new RmsPropSpec(), new AdagradSpec(),
    ];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Any_cut_into_ranges_gives_the_same_bytes(OptimizerSpec spec)
    {
        var (network, start, gradient) = Case();
        var optimizer = new Optimizer(spec, network.Layout);
        var whole = Run(optimizer, start, gradient, [0, start.Length]);
        Assert.NotEqual(start, whole);
        Assert.Equal(whole, Run(optimizer, start, gradient, [0, 1, 7, 100, 101, 333, start.Length]));
        foreach (var path in Enum.GetValues<Millrace.Training.Kernels.KernelPath>().Where(static path => path <= Millrace.Training.Kernels.Kernels.Widest))
        {
            Assert.Equal(whole, Run(new Optimizer(spec, network.Layout, path), start, gradient, [0, start.Length]));
        }
    }

    [Fact]
    public void Clipping_scales_the_gradient_to_the_limit()
    {
        var (network, start, gradient) = Case();
        var parameters = (float[])start.Clone();
        var optimizer = new Optimizer(new SgdSpec { Rate = 1, ClipNorm = 0.5 }, network.Layout);
        var sums = new StepSums(network);
        sums.Values[1] = 1;
        var outcome = optimizer.Step(network, sums, parameters, gradient, optimizer.CreateState(parameters), 1);
        Assert.True(outcome.Clipped);
        Assert.Equal(Math.Sqrt(gradient.Sum(static value => (double)value * value)), outcome.GradientNorm, 1e-9);
        var moved = Math.Sqrt(parameters.Zip(start, static (after, before) => Math.Pow((double)after - before, 2)).Sum());
        Assert.Equal(0.5, moved, 1e-4);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_changes_nothing_and_is_named()
    {
        var (network, start, gradient) = Case();
        gradient[17] = float.NaN;
        var parameters = (float[])start.Clone();
        var optimizer = new Optimizer(new AdamSpec { AverageDecay = 0.9 }, network.Layout);
        var state = optimizer.CreateState(parameters);
        var sums = new StepSums(network);
        sums.Values[1] = 1;
        var outcome = optimizer.Step(network, sums, parameters, gradient, state, 1);
        Assert.False(outcome.IsFinite);
        Assert.Equal(17, outcome.FirstNotFinite);
        Assert.Equal("output.weight", network.Layout.ViewOf(outcome.FirstNotFinite).Name);
        Assert.Equal(start, parameters);
        Assert.Equal(0, state.Steps);
    }

    [Fact]
    public void Averages_follow_the_weights()
    {
        var (network, start, gradient) = Case();
        var parameters = (float[])start.Clone();
        var optimizer = new Optimizer(new SgdSpec { Rate = 0.1, AverageDecay = 0.75 }, network.Layout);
        var state = optimizer.CreateState(parameters);
        var sums = new StepSums(network);
        sums.Values[1] = 1;
        optimizer.Step(network, sums, parameters, gradient, state, 0.1);
        for (var at = 0; at < start.Length; at++)
        {
            Assert.Equal((0.75 * start[at]) + (0.25 * parameters[at]), state.Averages[at], 1e-6);
        }
    }

    [Fact]
    public void All_faults_of_the_settings_are_named_at_once()
    {
        var fault = Assert.Throws<ArgumentException>(() => new Optimizer(
            new AdamSpec { Rate = -1, Beta1 = 1, Epsilon = 0, ClipNorm = 0 }, Case().Network.Layout));
        Assert.All(new[] { "rate", "beta1", "epsilon", "clip_norm" }, word => Assert.Contains(word, fault.Message, StringComparison.Ordinal));
    }

    private static (Network Network, float[] Parameters, float[] Gradient) Case()
    {
        var network = Network.Build(
            new NetworkSpec(), new InputShape { DenseFeatures = 123 }, [new TargetSpec { Loss = new SquaredLossSpec(), Columns = 5 }]);
        var random = new Random(2);
        float[] Random() => [.. Enumerable.Range(0, network.Layout.Count).Select(_ => (float)(random.NextDouble() - 0.5))];
        return (network, Random(), Random());
    }

    private static float[] Run(Optimizer optimizer, float[] start, float[] gradient, int[] cuts)
    {
        var parameters = (float[])start.Clone();
        var state = optimizer.CreateState(parameters);
        for (state.Steps = 1; state.Steps <= 3; state.Steps++)
        {
            for (var cut = 1; cut < cuts.Length; cut++)
            {
                optimizer.Update(parameters, gradient, state, cuts[cut - 1], cuts[cut], 0.01, 0.7);
            }
        }

        return parameters;
    }
}

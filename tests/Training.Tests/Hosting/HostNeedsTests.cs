using Millrace.Training.Hosting;
using Millrace.Training.Layers;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;

namespace Millrace.Training.Tests.Hosting;

/// <summary>
/// What a task is said to need, against a closed form: P parameters of a dense network whose packed weights and state leave everything else behind.
/// </summary>
public sealed class HostNeedsTests
{
    private const int Features = 16;
    private const int Units = 1024;
    private const long FirstWeights = (long)Features * Units;
    private const long SecondWeights = (long)Units * Units;
    private const long Parameters = FirstWeights + Units + SecondWeights + Units + Units + 1;

    /// <summary>Weights, the best ones, two moments, averages; a gradient; packed weights forwards, and backwards but for the first layer.</summary>
    private const long OfRank = sizeof(float) * ((5 * Parameters) + Parameters + (FirstWeights + SecondWeights) + SecondWeights);

    /// <summary>Two layers' values and gradients; the features and the prediction are small beside them.</summary>
    private const long OfRow = 4L * Units * sizeof(float);

    private static readonly TrainingPlan Plan = new()
    {
        Network = new NetworkSpec { Layers = [new DenseSpec { Units = Units, Activation = Activation.Relu }, new DenseSpec { Units = Units, Activation = Activation.Relu }] },
        Input = new InputShape { DenseFeatures = Features },
        Targets = [new TargetSpec { Loss = new SquaredLossSpec() }],
        Optimizer = new AdamWSpec { Rate = 0.001, AverageDecay = 0.99 },
        BatchRows = 32,
    };

    [Fact]
    public void A_rank_needs_its_state_a_gradient_and_packed_weights()
    {
        Assert.InRange(Of(Plan, ranks: 2, hosts: 2) - Of(Small(Plan), ranks: 2, hosts: 2), 0.95 * OfRank, 1.05 * OfRank);
        Assert.InRange(Of(Plan, ranks: 2, hosts: 1) - Of(Small(Plan), ranks: 2, hosts: 1), 1.95 * OfRank, 2.1 * OfRank);
    }

    [Fact]
    public void Steps_in_parts_need_a_gradient_for_each_lane_that_waits()
    {
        var parts = Plan with { Accumulation = 4 };
        const long Gradient = Parameters * sizeof(float);

        // 8 lanes: log2(8) + 1 levels, less the layers' values of the 24 rows of 32 that a quarter leaves out.
        AssertNear((4 * Gradient) - (24 * OfRow), Of(parts, ranks: 1, hosts: 1) - Of(Plan, ranks: 1, hosts: 1));
        AssertNear(Gradient - (3 * OfRow), Of(parts, ranks: 8, hosts: 8) - Of(Plan, ranks: 8, hosts: 8));
    }

    [Fact]
    public void Activations_grow_with_the_rows_that_a_rank_takes_at_once()
    {
        AssertNear(8192 * OfRow, Of(Plan with { BatchRows = 32 + 8192 }, ranks: 1, hosts: 1) - Of(Plan, ranks: 1, hosts: 1));
        AssertNear(8192 / 4 * OfRow, Of(Plan with { BatchRows = 32 + 8192 }, ranks: 4, hosts: 4) - Of(Plan, ranks: 4, hosts: 4));
    }

    /// <summary>Within 5 %: what building the layers takes is measured, by a counter that is a few kilobytes coarse.</summary>
    private static void AssertNear(long expected, long actual) => Assert.InRange(actual, 0.95 * expected, 1.05 * expected);

    private static long Of(TrainingPlan plan, int ranks, int hosts) => HostNeeds.Of(plan, new RunRows(10_000_000, 0), ranks, hosts, sortBytes: 0).MemoryBytes;

    /// <summary>The same rows through a network of nothing.</summary>
    private static TrainingPlan Small(TrainingPlan plan) => plan with { Network = new NetworkSpec { Layers = [] } };
}

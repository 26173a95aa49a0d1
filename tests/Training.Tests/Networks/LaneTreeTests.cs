using Millrace.Training.Kernels;
using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Networks;

/// <summary>The same bytes for any number of ranks, any vector width and any cut into parts.</summary>
public class LaneTreeTests
{
    public static TheoryData<string> Cases => [.. NetworkCases.Names];

    /// <summary>Batch normalisation sees the rows of a part, not those of the lane.</summary>
    public static TheoryData<string> CasesWithoutBatchNorm => [.. NetworkCases.Names.Where(static name => name != "norm")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ranks_that_add_their_sums_in_the_tree_equal_one_rank(string name)
    {
        var (network, step) = NetworkCases.Create(name);
        var parameters = Initial(network);
        var (whole, sums) = Run(network, step.All, parameters, 61);
        Assert.Contains(whole, static value => value != 0);
        foreach (var ranks in new[] { 2, 4, 8 })
        {
            var parts = Enumerable.Range(0, ranks)
                .Select(rank => Run(network, step.Lanes(rank * 8 / ranks, 8 / ranks), parameters, 61)).ToList();
            while (parts.Count > 1)
            {
                parts = [.. parts.Chunk(2).Select(static pair => Add(pair[0], pair[1]))];
            }

            Assert.Equal(Bits(whole), Bits(parts[0].Gradient));
            Assert.Equal(sums, parts[0].Sums);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Another_tree_gives_other_bytes(string name)
    {
        var (network, step) = NetworkCases.Create(name);
        var parameters = Initial(network);
        var (whole, _) = Run(network, step.All, parameters, 61);
        var chain = Run(network, step.Lanes(0, 1), parameters, 61);
        for (var lane = 1; lane < 8; lane++)
        {
            chain = Add(chain, Run(network, step.Lanes(lane, 1), parameters, 61));
        }

        Assert.NotEqual(Bits(whole), Bits(chain.Gradient));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_vector_width_gives_the_same_bytes(string name)
    {
        var (network, step) = NetworkCases.Create(name);
        var parameters = Initial(network);
        var paths = Enum.GetValues<KernelPath>().Where(static path => path <= Millrace.Training.Kernels.Kernels.Widest).ToList();
        Assert.SkipWhen(paths.Count < 2, "This machine has one vector width.");
        var results = paths.Select(path => Run(network, step.All, parameters, 61, path)).ToList();
        foreach (var result in results)
        {
            Assert.Equal(Bits(results[0].Gradient), Bits(result.Gradient));
            Assert.Equal(results[0].Sums, result.Sums);
        }
    }

    [Theory]
    [MemberData(nameof(CasesWithoutBatchNorm))]
    public void A_step_worked_off_in_parts_gives_the_same_bytes(string name)
    {
        var (network, step) = NetworkCases.Create(name);
        var parameters = Initial(network);
        var (whole, sums) = Run(network, step.All, parameters, 61);
        foreach (var most in new[] { 1, 4, 17 })
        {
            var (parts, partSums) = Run(network, step.All, parameters, most);
            Assert.Equal(Bits(whole), Bits(parts));
            Assert.Equal(sums, partSums);
        }
    }

    [Fact]
    public void Steps_allocate_nothing_after_the_first()
    {
        foreach (var name in NetworkCases.Names)
        {
            var (network, step) = NetworkCases.Create(name);
            var parameters = Initial(network);
            var workspace = network.CreateWorkspace(61);
            var gradient = new float[network.Layout.Count];
            var sums = new StepSums(network);
            var input = step.All;
            for (var warm = 0; warm < 3; warm++)
            {
                network.ForwardBackward(input, parameters, workspace, gradient, sums);
            }

            // A collection that another test sets off retires this thread's allocation window and counts its rest: a step that
            // really allocated would do so in every try.
            var least = long.MaxValue;
            for (var attempt = 0; attempt < 10 && least != 0; attempt++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var again = 0; again < 5; again++)
                {
                    network.ForwardBackward(input, parameters, workspace, gradient, sums);
                }

                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.Equal(0, least);
        }
    }

    private static float[] Initial(Network network)
    {
        var parameters = new float[network.Layout.Count];
        network.Initialize(5, parameters);
        return parameters;
    }

    private static (float[] Gradient, double[] Sums) Run(
        Network network, StepInput input, float[] parameters, int maxRows, KernelPath? path = null)
    {
        var gradient = new float[network.Layout.Count];
        var sums = new StepSums(network);
        var workspace = network.CreateWorkspace(maxRows, path);
        Assert.Equal(path ?? Millrace.Training.Kernels.Kernels.Widest, workspace.Path);

        // Twice: the second step meets the leavings of the first.
        network.ForwardBackward(input, parameters, workspace, gradient, sums);
        network.ForwardBackward(input, parameters, workspace, gradient, sums);
        return (gradient, sums.Values);
    }

    private static (float[] Gradient, double[] Sums) Add((float[] Gradient, double[] Sums) left, (float[] Gradient, double[] Sums) right) => (
        [.. left.Gradient.Zip(right.Gradient, static (a, b) => a + b)],
        [.. left.Sums.Zip(right.Sums, static (a, b) => a + b)]);

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}

using Millrace.Benchmarks.Tabular;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>The tabular model with its defaults beside LightGBM on the same rows: the bar of issue 4, on sets whose structure is known. Trained weights are the same everywhere, so these results are too.</summary>
public class TabularAgainstTreesTests
{
    [Fact]
    public async Task A_smooth_function_is_learned_at_least_as_well_as_by_trees()
    {
        using var folder = new TestFolder();
        await HoldBarAsync(folder, GeneratedSets.WriteFriedman(folder.Path, 3_000), seeds: 1);
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [InlineData("friedman")]
    [InlineData("steps")]
    [InlineData("categories")]
    public async Task Every_generated_set_meets_the_bar_as_the_mean_of_three_seeds(string set)
    {
        using var folder = new TestFolder();
        GeneratedSets.WriteAll(folder.Path);
        await HoldBarAsync(folder, folder.At($"{set}.yaml"), seeds: 3);
    }

    private static async Task HoldBarAsync(TestFolder folder, string file, int seeds)
    {
        var network = new Dictionary<string, double>(StringComparer.Ordinal);
        ModelScore? trees = null;
        for (var seed = 1; seed <= seeds; seed++)
        {
            var job = JobFile.Load(file) with
            {
                Seed = (ulong)seed,
                Baselines = new BaselineSpec { Linear = false, Lightgbm = seed == 1 },
                Export = new ExportSpec { Onnx = false, Raw = false, Card = false },
            };
            var options = new RunOptions { JobFolder = folder.Path, RunFolder = folder.At($"run{seed}") };
            var quality = (await Pipeline.RunAsync(job, options, SilentRunDisplay.Instance, TestContext.Current.CancellationToken)).Quality!;
            trees ??= quality.Models.Single(model => model.Model == "lightgbm");
            foreach (var (metric, value) in quality.Models[0].Metrics)
            {
                network[metric] = network.GetValueOrDefault(metric) + (value / seeds);
            }
        }

        var main = TabularBar.MainMetric(trees!);
        Assert.True(TabularBar.IsMet(network, trees!), $"{main} {network[main]:R} beside the trees' {trees!.Metric(main):R}");
    }
}

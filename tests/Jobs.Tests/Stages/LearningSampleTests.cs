using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>The samples that show networks other than dense ones, run as they stand.</summary>
public class LearningSampleTests
{
    [Fact]
    public async Task The_textbook_network_reads_digits()
    {
        var quality = await RunAsync("mnist", static job => job with { Baselines = new BaselineSpec { Linear = false, Lightgbm = false } });
        Assert.Equal(2_000, quality.TestRows);
        Assert.InRange(quality.Models[0].Metric("accuracy")!.Value, 0.975, 1);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task The_textbook_network_reads_98_digits_of_100_in_the_mean_of_three_seeds()
    {
        var sum = 0.0;
        for (var seed = 1UL; seed <= 3; seed++)
        {
            var quality = await RunAsync("mnist", job => job with { Seed = seed, Baselines = new BaselineSpec { Linear = false, Lightgbm = false } });
            sum += quality.Models[0].Metric("accuracy")!.Value;
        }

        Assert.InRange(sum / 3, 0.98, 1);
    }

    [Fact]
    public async Task The_recurrent_forecast_is_better_than_the_same_weekday_of_the_week_before()
    {
        var quality = await RunAsync("daily-sales", static job => job);
        Assert.Equal(28 * 100, quality.TestRows);
        var (network, naive) = (quality.Models.Single(model => model.Model == "network"), quality.Models.Single(model => model.Model == "naive"));
        Assert.Equal(["network", "linear", "lightgbm", "naive"], quality.Models.Select(model => model.Model));
        Assert.True(network.Metric("mae") < naive.Metric("mae"), $"mae {network.Metric("mae")} against {naive.Metric("mae")}");
        Assert.True(network.Metric("rmse") < naive.Metric("rmse"), $"rmse {network.Metric("rmse")} against {naive.Metric("rmse")}");
        var table = Path.Combine(Repository.Root(), "samples", "data", "daily-sales", "windows.parquet");
        var expected = TestFolder.Sql($"SELECT round(avg(abs(units - week_before)), 3)::VARCHAR FROM '{table}' WHERE day >= DATE '2011-05-04'").Single();
        Assert.Equal(double.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), naive.Metric("mae")!.Value, 1e-3);
    }

    [Fact]
    public async Task Sequences_give_the_same_weights_for_any_ranks_and_readers()
    {
        var weights = new HashSet<string>();
        foreach (var (ranks, readers) in new[] { (1, 1), (2, 3), (8, 2) })
        {
            using var folder = new TestFolder();
            var job = Load("daily-sales") with { Baselines = new BaselineSpec { Linear = false, Lightgbm = false }, Run = new RunSpec { Ranks = ranks, Readers = readers } };
            job = job with { Training = job.Training! with { MaxEpochs = 2 } };
            await Pipeline.RunAsync(job, Options(folder), SilentRunDisplay.Instance, TestContext.Current.CancellationToken);
            weights.Add((string)System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(folder.At("run", "manifest.json")))!["model"]!["weights_sha256"]!);
        }

        Assert.Single(weights);
    }

    private static async Task<ModelQuality> RunAsync(string sample, Func<JobSpec, JobSpec> change)
    {
        using var folder = new TestFolder();
        var summary = await Pipeline.RunAsync(change(Load(sample)), Options(folder), SilentRunDisplay.Instance, TestContext.Current.CancellationToken);
        return summary.Quality!;
    }

    private static JobSpec Load(string sample) => JobFile.Load(Path.Combine(Repository.Root(), "samples", sample + ".yaml"));

    private static RunOptions Options(TestFolder folder) =>
        new() { JobFolder = Path.Combine(Repository.Root(), "samples"), RunFolder = folder.At("run") };
}

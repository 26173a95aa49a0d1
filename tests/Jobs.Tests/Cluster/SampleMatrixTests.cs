using System.Text.Json.Nodes;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Tests.Engine;
using Millrace.Spark.Server;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>
/// Every sample gives the same bytes of data and weights in this process and in executors: four Sparks, 1, 2 and 4 ranks. Epochs are cut short and the baselines left out; all else is as the sample says.
/// </summary>
/// <remarks>Runs for about an hour: <c>dotnet test … --filter-trait Category=Matrix --explicit only</c>.</remarks>
public sealed class SampleMatrixTests
{
    private const int Epochs = 2;

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var sample in new[] { "linear-regression", "daily-sales", "taxi-fare", "nyc-flights", "mnist" })
        {
            cases.Add(sample, "4.1.4", "local[2,4]");
            cases.Add(sample, "4.1.4", "local-cluster[2,1,1024]");
            cases.Add(sample, "4.3.0", "local[2,4]");
            cases.Add(sample, "4.3.0", "local-cluster[2,1,1024]");
        }

        return cases;
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Matrix")]
    [MemberData(nameof(Cases))]
    public async Task A_sample_gives_the_same_bytes(string sample, string version, string master)
    {
        using var folder = new TestFolder();
        var here = await RunAsync(sample, folder.At("here"), new RunSpec());
        await using var server = await SparkFixture.StartAsync(new LocalSparkOptions { Master = master }, version, TestContext.Current.CancellationToken);
        foreach (var ranks in new[] { 1, 2, 4 })
        {
            var there = await RunAsync(sample, folder.At($"ranks{ranks}"), new RunSpec { Ranks = ranks, Spark = new SparkSpec { Address = server.Url } });
            Assert.Equal(ContentHashes(here), ContentHashes(there));
            Assert.Equal(Weights(here), Weights(there));
        }
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Matrix")]
    [InlineData("taxi-fare")]
    [InlineData("nyc-flights")]
    [InlineData("daily-sales")]
    public async Task Rounds_of_a_sample_give_the_same_bytes_here_and_on_any_Spark(string sample)
    {
        using var folder = new TestFolder();
        var here = await RunAsync(sample, folder.At("here"), new RunSpec(), TrainingMode.Local);
        foreach (var (version, master) in new[] { ("4.1.4", "local[2,4]"), ("4.3.0", "local-cluster[2,1,1024]") })
        {
            await using var server = await SparkFixture.StartAsync(new LocalSparkOptions { Master = master }, version, TestContext.Current.CancellationToken);
            var there = await RunAsync(sample, folder.At(version), new RunSpec { Spark = new SparkSpec { Address = server.Url } }, TrainingMode.Local);
            Assert.Equal(Weights(here), Weights(there));
        }
    }

    private static async Task<JsonNode> RunAsync(string sample, string runFolder, RunSpec run, TrainingMode mode = TrainingMode.Sync)
    {
        var job = JobFile.Load(Path.Combine(Repository.Root(), "samples", sample + ".yaml"));
        job = job with
        {
            Run = run,
            Baselines = new BaselineSpec { Linear = false, Lightgbm = false },
            Training = job.Training! with { MaxEpochs = Math.Min(Epochs, job.Training.MaxEpochs ?? Epochs), Mode = mode },
        };
        var options = new RunOptions { JobFolder = Path.Combine(Repository.Root(), "samples"), RunFolder = runFolder };
        await Pipeline.RunAsync(job, options, SilentRunDisplay.Instance, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(runFolder, "manifest.json"), TestContext.Current.CancellationToken))!;
    }

    private static string Weights(JsonNode manifest) => (string)manifest["model"]!["weights_sha256"]!;

    private static SortedDictionary<string, string> ContentHashes(JsonNode manifest) => new(
        manifest["outputs"]!.AsObject().ToDictionary(output => output.Key, output => (string)output.Value!["content_hash"]!), StringComparer.Ordinal);
}

using System.Text.Json.Nodes;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>What mode <c>local</c> costs: the validation loss of the epoch that is kept, beside that of mode <c>sync</c>, as the mean of three seeds on one split.</summary>
public class LocalModeLossTests
{
    private const double MostRatio = 1.01;
    private const int Seeds = 3;

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [InlineData("taxi-fare")]
    [InlineData("nyc-flights")]
    public async Task Rounds_come_within_one_percent_of_the_validation_loss_of_sync(string sample)
    {
        using var folder = new TestFolder();
        var samples = Path.Combine(Repository.Root(), "samples");
        var losses = new Dictionary<TrainingMode, double[]> { [TrainingMode.Sync] = new double[Seeds], [TrainingMode.Local] = new double[Seeds] };
        foreach (var (mode, seed) in from seed in Enumerable.Range(1, Seeds) from mode in losses.Keys select (mode, seed))
        {
            var job = JobFile.Load(Path.Combine(samples, sample + ".yaml"));
            job = job with
            {
                Seed = (ulong)seed,
                Baselines = new BaselineSpec { Linear = false, Lightgbm = false },
                Export = new ExportSpec { Onnx = false, Raw = false, Card = false },
                Training = job.Training! with { Mode = mode },
                Run = job.Run with { Ranks = 2 },
            };

            // One folder: what comes before training is done once.
            await Pipeline.RunAsync(job, new RunOptions { JobFolder = samples, RunFolder = folder.At("run") }, SilentRunDisplay.Instance, TestContext.Current.CancellationToken);
            losses[mode][seed - 1] = (await File.ReadAllLinesAsync(folder.At("run", "metrics.jsonl"), TestContext.Current.CancellationToken))
                .Select(line => (double)JsonNode.Parse(line)!["validation"]!["loss"]!).Min();
        }

        var ratio = losses[TrainingMode.Local].Average() / losses[TrainingMode.Sync].Average();
        TestContext.Current.SendDiagnosticMessage($"{sample}: local {string.Join(' ', losses[TrainingMode.Local])}, sync {string.Join(' ', losses[TrainingMode.Sync])}, ratio {ratio}");
        Assert.True(ratio <= MostRatio, FormattableString.Invariant($"local {losses[TrainingMode.Local].Average():R} over sync {losses[TrainingMode.Sync].Average():R} is {ratio:0.0000}"));
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>Runs of the sample jobs, each run in this process kept for all that is compared with it. Baselines are left out, epochs may be cut; all else is as the sample says.</summary>
public sealed class SampleRuns : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ConcurrentDictionary<(string Sample, int? Epochs, TrainingMode Mode), Task<JsonNode>> _here = new();
    private int _runs;

    /// <summary>The manifest of a run in this process.</summary>
    internal Task<JsonNode> HereAsync(string sample, int? epochs, TrainingMode mode = TrainingMode.Sync) =>
        _here.GetOrAdd((sample, epochs, mode), _ => ManifestAsync(sample, epochs, job => job with { Training = job.Training! with { Mode = mode } }));

    /// <summary>The manifest of a run somewhere else.</summary>
    /// <param name="sample">The job file's name.</param>
    /// <param name="epochs">Most epochs; null: the sample's own.</param>
    /// <param name="change">What is other than in the sample.</param>
    internal async Task<JsonNode> ManifestAsync(string sample, int? epochs, Func<JobSpec, JobSpec> change)
    {
        var samples = Path.Combine(Repository.Root(), "samples");
        var job = JobFile.Load(Path.Combine(samples, sample + ".yaml"));
        job = change(job with
        {
            Baselines = new BaselineSpec { Linear = false, Lightgbm = false },
            Training = job.Training! with { MaxEpochs = Math.Min(epochs ?? int.MaxValue, job.Training.MaxEpochs ?? int.MaxValue) },
        });
        var folder = _folder.At(FormattableString.Invariant($"run{Interlocked.Increment(ref _runs)}"));
        await Pipeline.RunAsync(job, new RunOptions { JobFolder = samples, RunFolder = folder }, SilentRunDisplay.Instance, TestContext.Current.CancellationToken);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json"), TestContext.Current.CancellationToken))!;
        Directory.Delete(folder, recursive: true);
        return manifest;
    }

    /// <summary>The same job on a Spark.</summary>
    internal Task<JsonNode> ThereAsync(string sample, int? epochs, SparkSpec spark, int ranks) =>
        ManifestAsync(sample, epochs, job => job with { Run = job.Run with { Ranks = ranks, Spark = spark } });

    /// <summary>Content hashes of all outputs and the hash of the weights are equal.</summary>
    internal static void AssertSame(JsonNode here, JsonNode there)
    {
        Assert.Equal(ContentHashes(here), ContentHashes(there));
        Assert.Equal(Weights(here), Weights(there));
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static string Weights(JsonNode manifest) => (string)manifest["model"]!["weights_sha256"]!;

    private static SortedDictionary<string, string> ContentHashes(JsonNode manifest) => new(
        manifest["outputs"]!.AsObject().ToDictionary(output => output.Key, output => (string)output.Value!["content_hash"]!), StringComparer.Ordinal);
}

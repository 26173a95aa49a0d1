using Millrace.Jobs.Progress;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Tests.Stages;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>
/// The driver is killed while it trains on a Spark that lives on. The next one ends what the dead one left running there, goes on from its last checkpoint, and comes to the same bytes.
/// </summary>
public sealed class DriverKillTests(SparkFixture spark)
{
    [Fact]
    public Task Killed_between_rounds_it_goes_on_from_the_last_checkpoint() => GoesOnAsync(
        "training: { mode: local, local: { replicas: 4, steps_per_round: 5 }, max_epochs: 12, early_stopping: null,", "told once a round");

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public Task Killed_between_segments_it_goes_on_from_the_last_checkpoint() => GoesOnAsync(
        "training: { cluster: { segment: 1s }, max_epochs: 6000, early_stopping: null,", "told by rank 0 itself");

    private async Task GoesOnAsync(string training, string way)
    {
        var shown = new Shown();
        using var sandbox = new JobSandbox { RunJob = (job, options, _, token) => Pipeline.RunAsync(job, options, shown, token) }.WithTrips();
        var from = sandbox.JobText.IndexOf("training:", StringComparison.Ordinal);
        var to = sandbox.JobText.IndexOf("baselines:", StringComparison.Ordinal);
        sandbox.JobText = $"{sandbox.JobText[..from]}{training} task: regression, optimizer: {{ adamw: {{ rate: 0.01, clip_norm: 1.0, average_decay: 0.99 }} }}, batch_rows: 250 }}\n{sandbox.JobText[to..]}";
        Assert.True(await sandbox.RunAsync("here") == 0, sandbox.Error);
        var address = (await spark.ServerAsync()).Url;

        var before = await KillAsync(sandbox, address);
        Assert.True(await sandbox.RunAsync("there", "--spark", address, "--ranks", "2") == 0, sandbox.Error);

        // The time fields too: these epochs were not trained again.
        Assert.Equal(before, (await File.ReadAllLinesAsync(sandbox.Folder.At("there", "metrics.jsonl"), TestContext.Current.CancellationToken))[..before.Length]);
        Assert.Equal(sandbox.ContentHashes("here"), sandbox.ContentHashes("there"));
        Assert.Equal(sandbox.Weights("here"), sandbox.Weights("there"));
        Assert.Contains(shown.Details, detail => detail.EndsWith(way, StringComparison.Ordinal));
    }

    /// <summary>Kills the driver once a checkpoint holds at least one epoch, and gives the lines of the epochs that were over by then.</summary>
    private static async Task<string[]> KillAsync(JobSandbox sandbox, string address)
    {
        var token = TestContext.Current.CancellationToken;
        using var driver = sandbox.Start("there", "--spark", address, "--ranks", "2");
        var output = driver.StandardOutput.ReadToEndAsync(token);
        var error = driver.StandardError.ReadToEndAsync(token);
        var metrics = sandbox.Folder.At("there", "metrics.jsonl");
        while (!File.Exists(metrics) || (await File.ReadAllLinesAsync(metrics, token)).Length < 2)
        {
            Assert.False(driver.HasExited, "the driver ended before it could be killed");
            await Task.Delay(5, token);
        }

        driver.Kill();
        await driver.WaitForExitAsync(token);
        _ = (await output, await error);
        Assert.True(File.Exists(sandbox.Folder.At("there", "manifest.parts", "encode.json")));
        Assert.False(File.Exists(sandbox.Folder.At("there", "manifest.parts", "train.json")), "the kill came too late to be one");
        Assert.NotEmpty(Directory.EnumerateFiles(sandbox.Folder.At("there", "work", "checkpoints"), "*.checkpoint", SearchOption.AllDirectories));
        Assert.True(File.Exists(sandbox.Folder.At("there", "work", "spark-session.json")));

        // The last line may be of an epoch that the last checkpoint does not hold yet.
        return (await File.ReadAllLinesAsync(metrics, token))[..^1];
    }

    /// <summary>The details of all progress.</summary>
    private sealed class Shown : IRunDisplay
    {
        private readonly List<string> _details = [];

        public IReadOnlyList<string> Details
        {
            get
            {
                lock (_details)
                {
                    return [.. _details];
                }
            }
        }

        public void StageStarted(string stage, string what)
        {
        }

        public void Progressed(StageProgress progress)
        {
            lock (_details)
            {
                _details.Add(progress.Detail ?? "");
            }
        }

        public void Found(Finding finding)
        {
        }

        public void StageFinished(StageOutcome outcome)
        {
        }
    }
}

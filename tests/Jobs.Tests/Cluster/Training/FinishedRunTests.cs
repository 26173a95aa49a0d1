using Millrace.Jobs.Cluster.Training;
using Millrace.Training;
using Millrace.Training.Checkpoints;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>A driver that was killed after the last segment: the run is over, and only its files are written. Needs no Spark.</summary>
public sealed class FinishedRunTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("{\"epoch\":1}\n")]
    public async Task A_run_whose_last_state_is_kept_writes_its_metrics_and_ends(string? stale)
    {
        using var hard = await ClusterCase.MakeAsync();
        var plan = ClusterCase.Plan with { MaxEpochs = 2, EarlyStopping = null };
        var run = hard.Run(plan, 1, "killed");
        var here = await hard.SegmentAsync(run, CheckpointFolder.PathOf(run.CheckpointFolder, 48));
        if (stale is not null)
        {
            await File.WriteAllTextAsync(run.MetricsFile, stale, TestContext.Current.CancellationToken);
        }

        var trainer = new ClusterTrainer(null!, new ClusterTrainingOptions(), TimeProvider.System);
        var result = await trainer.RunAsync(run, new Progress<TrainingProgress>(), TestContext.Current.CancellationToken);
        Assert.Equal((StopReason.MaxEpochs, 48), (result.Reason, result.Steps));
        Assert.Equal(here, result.ResumedFromStep);
        var lines = await File.ReadAllLinesAsync(run.MetricsFile, TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        Assert.Contains("train_loss", lines[1], StringComparison.Ordinal);
    }
}

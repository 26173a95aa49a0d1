namespace Millrace.Jobs.Tests.Stages;

/// <summary>What the trainer can do is reachable from a job file.</summary>
public class TrainingFromJobFileTests
{
    [Fact]
    public async Task Several_targets_class_weights_smoothing_accumulation_averages_and_one_cycle()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText
            .Replace("  label: fare\n", "  label: borough\n  other_labels: [ { column: fare, kind: regression } ]\n", StringComparison.Ordinal)
            .Replace("    borough: one_hot\n", "", StringComparison.Ordinal)
            .Replace("  task: regression\n", "  task: multiclass\n  loss: { cross_entropy: { label_smoothing: 0.05, class_weights: [1, 2, 0.5] } }\n  schedule: { one_cycle: { rising_share: 0.4 } }\n  accumulation: 2\n", StringComparison.Ordinal)
            .Replace("early_stopping: { patience: 2 }", "early_stopping: { metric: fare.mae, patience: 2 }", StringComparison.Ordinal);
        Assert.True(0 == await sandbox.RunAsync("run"), sandbox.Error);
        var metrics = File.ReadAllText(sandbox.Folder.At("run", "metrics.jsonl"));
        Assert.Contains("borough.accuracy", metrics, StringComparison.Ordinal);
        Assert.Contains("fare.mae", metrics, StringComparison.Ordinal);

        Assert.True(0 == await sandbox.RunAsync("again", "--ranks", "4"), sandbox.Error);
        Assert.Equal(sandbox.Weights("run"), sandbox.Weights("again"));
    }

    [Fact]
    public async Task The_tabular_model_gives_the_same_weights_for_any_ranks_and_every_default_can_be_set()
    {
        using var sandbox = new JobSandbox().WithTrips();
        var layers = sandbox.JobText.Split('\n').Single(line => line.Contains("layers:", StringComparison.Ordinal));
        sandbox.JobText = sandbox.JobText
            .Replace(layers, "  model: tabular\n  tabular: { members: 3, blocks: 1, width: 16, number_embedding: 4, dropout: 0.2, unknown_rate: 0.02 }", StringComparison.Ordinal)
            .Replace("  batch_rows: 250\n  max_epochs: 6\n", "  budget_tflop: 0.0001\n  standardise_label: true\n", StringComparison.Ordinal)
            .Replace("  columns:\n    borough: one_hot\n    miles: [ { impute: median, flag: true }, quantile_normal ]\n", "  auto: true\n  columns:\n", StringComparison.Ordinal);
        Assert.True(0 == await sandbox.RunAsync("one"), sandbox.Error);
        Assert.True(0 == await sandbox.RunAsync("eight", "--ranks", "8"), sandbox.Error);
        Assert.Equal(sandbox.Weights("one"), sandbox.Weights("eight"));
    }

    [Fact]
    public async Task A_naive_forecast_that_is_no_feature_is_refused_with_its_place()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText.Replace("lightgbm: false }", "lightgbm: false, naive: miles }", StringComparison.Ordinal);
        Assert.NotEqual(0, await sandbox.RunAsync("run"));
        Assert.Contains("baselines.naive", sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("pass_through", sandbox.Error, StringComparison.Ordinal);
    }
}

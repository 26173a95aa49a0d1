namespace Millrace.Jobs.Tests.Stages;

/// <summary>What a run says of its model: every target, calibration, threshold, deadline, card.</summary>
public class JudgedModelTests
{
    private const string Rows = """
        SELECT i AS id, sin(i * 1.7) AS a, cos(i * 0.3) AS b, CASE WHEN sin(i * 1.7) + cos(i * 7.7) > 0.2 THEN 'yes' ELSE 'no' END AS bought,
          ['x', 'y', 'z'][1 + (i % 3)] AS kind, 3 * sin(i * 1.7) + (i % 3) AS amount
        """;

    private const string Job = """
        name: judged
        input: data
        contract: { id: int64, a: float64, b: float64, bought: string, kind: string, amount: float64 }
        split: { kind: hash, validation: 0.2, test: 0.2 }
        features: { label: bought, other_labels: [ { column: kind, kind: multiclass }, { column: amount, kind: regression } ], columns: { a: [ standardise ], b: [ standardise ] } }
        network: { layers: [ { dense: { units: 16, activation: relu } } ] }
        baselines: { linear: false, lightgbm: false }

        """;

    [Fact]
    public async Task Every_target_has_its_scores_its_calibration_and_its_threshold_in_the_manifest_and_the_report()
    {
        using var sandbox = Sandbox(Job + """
            training:
              task: binary
              loss: { logistic: { class_weights: [1, 2] } }
              optimizer: { adamw: { rate: 0.02, average_decay: 0.98 } }
              batch_rows: 100
              accumulation: 2
              max_epochs: 4
              threshold: { by: cost, false_negative_cost: 3 }
            """);

        // Rows that are set aside and have not every label: a batch may hold no other.
        sandbox.Folder.Parquet("data/b.parquet", $"SELECT * REPLACE (NULL::DOUBLE AS amount) FROM ({Rows} FROM range(9000, 9040) t(i))");
        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);
        var targets = sandbox.Manifest("run")["targets"]!.AsArray();
        Assert.Equal(["bought", "kind", "amount"], targets.Select(target => (string)target!["name"]!));
        Assert.Equal(["binary", "multiclass", "regression"], targets.Select(target => (string)target!["task"]!));
        Assert.NotNull(targets[0]!["test"]!["auc"]);
        Assert.NotNull(targets[1]!["test"]!["macro_accuracy"]);
        Assert.NotNull(targets[2]!["validation"]!["rmse"]);
        Assert.Equal((double)sandbox.Manifest("run")["metrics"]!["test"]!["auc"]!, (double)targets[0]!["test"]!["auc"]!);

        // Rows of class 1 weigh double, so the network is too sure of it: calibration mends that.
        var calibration = targets[0]!["calibration"]!;
        Assert.True((double)calibration["validation_log_loss"]! <= (double)calibration["validation_log_loss_before"]!);
        Assert.NotEqual(1, (double)calibration["temperature"]!);

        // Nothing in the features tells the kind: the hottest temperature would look best, and is not taken.
        Assert.Equal(1, (double)targets[1]!["calibration"]!["temperature"]!);
        Assert.Contains(sandbox.Manifest("run")["findings"]!.AsArray(), finding => finding!.ToJsonString().Contains("kind is not calibrated", StringComparison.Ordinal));
        Assert.Null(targets[2]!["calibration"]);
        Assert.Contains("3 a miss", (string)targets[0]!["threshold"]!["chosen_by"]!, StringComparison.Ordinal);
        var confusion = targets[0]!["threshold"]!["test_confusion"]!.AsArray().SelectMany(row => row!.AsArray()).Sum(count => (long)count!);
        Assert.Equal((long)sandbox.Manifest("run")["metrics"]!["test"]!["rows"]!, confusion);

        var report = File.ReadAllText(sandbox.Folder.At("run", "report.html"));
        foreach (var words in new[] { "class weights 1 : 2", "exponential, 0.98 a step", "accumulated in 2 parts", "Every target", "Probabilities of kind", "before calibration", "At the threshold" })
        {
            Assert.Contains(words, report, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_threshold_trains_nothing_anew()
    {
        const string training = "training: { task: binary, batch_rows: 100, max_epochs: 2, threshold: { by: fixed, value: 0.3 } }";
        using var sandbox = Sandbox(Job + training);
        Assert.Equal(0, await sandbox.RunAsync("run"));
        Assert.Equal(0.3, (double)sandbox.Manifest("run")["targets"]![0]!["threshold"]!["value"]!, 1e-6);
        var trained = File.GetLastWriteTimeUtc(sandbox.Folder.At("run", "manifest.parts", "train.json"));
        sandbox.JobText = Job + training.Replace("0.3", "0.6", StringComparison.Ordinal);
        Assert.Equal(0, await sandbox.RunAsync("run"));
        Assert.Equal(0.6, (double)sandbox.Manifest("run")["targets"]![0]!["threshold"]!["value"]!, 1e-6);
        Assert.Equal(trained, File.GetLastWriteTimeUtc(sandbox.Folder.At("run", "manifest.parts", "train.json")));
    }

    [Fact]
    public async Task A_model_that_the_deadline_ended_says_so_everywhere()
    {
        using var sandbox = Sandbox(Job + """
            training: { task: binary, batch_rows: 20, max_epochs: 1000000, early_stopping: ~ }
            run: { deadline: 1s }
            """);
        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);
        const string words = "stopped by time, not reproducible";
        Assert.Equal(words, (string)sandbox.Manifest("run")["model"]!["stopped"]!);
        Assert.False((bool)sandbox.Manifest("run")["model"]!["reproducible"]!);
        Assert.Contains(words, sandbox.Output, StringComparison.Ordinal);
        Assert.Contains(words, File.ReadAllText(sandbox.Folder.At("run", "report.html")), StringComparison.Ordinal);
        Assert.Contains(words, File.ReadAllText(sandbox.Folder.At("run", "model/card.html")), StringComparison.Ordinal);
        Assert.False((await Millrace.Training.TrainedModel.LoadAsync(sandbox.Folder.At("run", "model/network.millrace"), CancellationToken.None)).Reproducible);
    }

    private static JobSandbox Sandbox(string job)
    {
        var sandbox = new JobSandbox { JobText = job };
        sandbox.Folder.Parquet("data/a.parquet", $"{Rows} FROM range(0, 3000) t(i)");
        return sandbox;
    }
}

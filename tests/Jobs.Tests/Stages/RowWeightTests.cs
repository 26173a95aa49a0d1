using System.Runtime.InteropServices;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>
/// Weights of rows and classes in a job file, against what can be computed by hand: the only feature never changes, so the network is one constant, and training takes it to the weighted mean of
/// the labels, to the weighted share of a class.
/// </summary>
public class RowWeightTests
{
    /// <summary>100 rows: a quarter with label 8 and weight 3, a half with 2 and weight 1, a quarter with a wild label and no weight at all.</summary>
    private const string Weighted = "SELECT i AS id, 1.0::DOUBLE AS same, CASE i % 4 WHEN 0 THEN 8.0 WHEN 3 THEN 1000.0 ELSE 2.0 END::DOUBLE AS y, CASE i % 4 WHEN 0 THEN 3.0 WHEN 3 THEN 0.0 ELSE 1.0 END::DOUBLE AS w FROM range(0, 100) t(i)";

    [Fact]
    public async Task Training_goes_to_the_weighted_mean_and_rows_of_weight_zero_pull_at_nothing()
    {
        using var sandbox = Sandbox("float64", "label: y, weight: w", "task: regression\n  standardise_label: false");
        sandbox.Folder.Parquet("data/a.parquet", Weighted);

        // (25 × 3 × 8 + 50 × 1 × 2) ÷ (25 × 3 + 50 × 1) = 5.6.
        Assert.Equal(5.6, await ConstantAsync(sandbox), 1e-3);

        sandbox.JobText = sandbox.JobText.Replace(", weight: w", ", ignore: [w]", StringComparison.Ordinal);
        Assert.InRange(await ConstantAsync(sandbox), 20, 1000);
    }

    [Fact]
    public async Task Rows_of_weight_zero_leave_the_weighted_metrics_too()
    {
        using var sandbox = Sandbox("float64", "label: y, weight: w", "task: regression\n  standardise_label: false");
        sandbox.Folder.Parquet("data/a.parquet", Weighted);
        await ConstantAsync(sandbox);

        // Mean squared error of 5.6 over the weights: (75 × 2.4² + 50 × 3.6²) ÷ 125, halved or not by the loss; either way far from that of a label of a thousand.
        var last = System.Text.Json.Nodes.JsonNode.Parse(File.ReadLines(sandbox.Folder.At("run", "metrics.jsonl")).Last())!;
        var variance = ((75 * 2.4 * 2.4) + (50 * 3.6 * 3.6)) / 125;
        Assert.InRange((double)last["train_loss"]!, 0.49 * variance, 1.01 * variance);
    }

    [Theory]
    [InlineData("[1, 1]", 20.0 / 100)]
    [InlineData("[1, 4]", 80.0 / 160)]
    [InlineData("[0.5, 6]", 120.0 / 160)]
    public async Task Class_weights_of_a_binary_label_shift_its_share(string weights, double expected)
    {
        using var sandbox = Sandbox("int64", "label: y", $"task: binary\n  calibration: none\n  loss: {{ logistic: {{ class_weights: {weights} }} }}");
        sandbox.Folder.Parquet("data/a.parquet", "SELECT i AS id, 1.0::DOUBLE AS same, (i % 5 = 0)::BIGINT AS y, 1.0::DOUBLE AS w FROM range(0, 100) t(i)");
        Assert.Equal(expected, await ConstantAsync(sandbox), 1e-3);
    }

    [Fact]
    public async Task Class_weights_of_many_classes_shift_their_shares()
    {
        using var sandbox = Sandbox("int64", "label: y", "task: multiclass\n  calibration: none\n  loss: { cross_entropy: { class_weights: [1, 2, 5] } }");
        sandbox.Folder.Parquet("data/a.parquet", "SELECT i AS id, 1.0::DOUBLE AS same, CASE WHEN i % 10 < 5 THEN 0::BIGINT WHEN i % 10 < 8 THEN 1 ELSE 2 END AS y, 1.0::DOUBLE AS w FROM range(0, 100) t(i)");

        // 50 × 1, 30 × 2 and 20 × 5 of 210.
        var shares = await FirstPredictionAsync(sandbox, 3);
        Assert.Equal(50.0 / 210, shares[0], 1e-3);
        Assert.Equal(60.0 / 210, shares[1], 1e-3);
        Assert.Equal(100.0 / 210, shares[2], 1e-3);
    }

    private static async Task<double> ConstantAsync(JobSandbox sandbox) => (await FirstPredictionAsync(sandbox, 1))[0];

    /// <summary>What the network says of the first test row; of all rows it says the same.</summary>
    private static async Task<double[]> FirstPredictionAsync(JobSandbox sandbox, int outputs)
    {
        Assert.True(0 == await sandbox.RunAsync("run"), sandbox.Error);
        var predictions = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(sandbox.Folder.At("run", "work", "test-outputs.f32"), TestContext.Current.CancellationToken)).ToArray();
        Assert.NotEmpty(predictions);
        Assert.All(predictions.Chunk(outputs), row => Assert.Equal(predictions[..outputs], row));
        return [.. predictions[..outputs].Select(value => (double)value)];
    }

    /// <summary>A job over <c>id, same, y, w</c> that trains on all rows of <c>data</c> at once, and is tested on a few rows of a file of its own.</summary>
    private static JobSandbox Sandbox(string label, string features, string training)
    {
        var sandbox = new JobSandbox
        {
            JobText = $$"""
                name: weights
                input: data
                contract: { id: int64, same: float64, y: {{label}}, w: float64 }
                split: { kind: files, test: test, validation: 0 }
                features: { {{features}}, auto: false, columns: { same: standardise } }
                network: { layers: [] }
                training:
                  {{training}}
                  optimizer: { adam: { rate: 0.05 } }
                  schedule: { cosine: {} }
                  batch_rows: 100
                  max_epochs: 1500
                  early_stopping: null
                baselines: { linear: false, lightgbm: false }
                export: { onnx: false, raw: false, card: false }
                """,
        };
        sandbox.Folder.Parquet("test/t.parquet", $"SELECT i AS id, 1.0::DOUBLE AS same, (i % 2)::{(label == "int64" ? "BIGINT" : "DOUBLE")} AS y, 1.0::DOUBLE AS w FROM range(0, 4) t(i)");
        return sandbox;
    }
}

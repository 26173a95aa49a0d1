using Microsoft.ML.OnnxRuntime;
using Millrace.Jobs.Export;
using Millrace.Jobs.Tests.Stages;

namespace Millrace.Jobs.Tests.Onnx;

/// <summary>Whole jobs whose models are exported; the run itself holds each file against the runtime.</summary>
public class ExportedJobTests
{
    private const string Rows = """
        SELECT i AS id, CASE WHEN i % 17 = 0 THEN NULL ELSE ((i * 104729) % 2000) / 100.0 - 3 END AS size,
          ((i * 7919) % 997) / 10.0 AS weight, (((i * 15485863) % 100000) / 100.0)::DECIMAL(9, 2) AS price,
          CASE WHEN i % 23 = 0 THEN NULL ELSE ['red', 'grün', 'blau', 'x y'][1 + (i * 31) % 4] END AS colour, ((i * 13) % 9)::INTEGER AS grade,
          CASE WHEN i % 19 = 0 THEN NULL ELSE i % 3 = 0 END AS fresh, DATE '1899-12-28' + ((i * 37) % 90000)::INTEGER AS made,
          TIMESTAMP '1969-06-01' + to_seconds(i * 98765) AS sold, CASE WHEN i % 29 = 0 THEN NULL ELSE [i % 7, NULL, i % 5] END AS parts,
          list_transform(range(1 + i % 6), k -> ((i * (k + 3)) % 11) / 3.0) AS history, ((i * 104729) % 2000) / 500.0 + (i % 3) AS label
        """;

    private const string Contract = """
        name: kinds
        input: data
        contract:
          id: int64
          size: { type: float64, nullable: true }
          weight: float64
          price: decimal(9,2)
          colour: { type: string, nullable: true }
          grade: int32
          fresh: { type: bool, nullable: true }
          made: date
          sold: timestamp_local
          parts: { type: "list<float64>", nullable: true }
          history: list<float64>
          label: float64
        split: { kind: hash, validation: 0.1, test: 0.1 }
        baselines: { linear: false, lightgbm: false }

        """;

    private const string Training = """
        training: { task: regression, batch_rows: 100, max_epochs: 2, optimizer: { adamw: { rate: 0.01 } } }
        """;

    [Theory]
    [InlineData("size: [ { impute: { strategy: median, flag: true } }, { log: signed }, standardise, quantile_normal, piecewise_linear, { buckets: { count: 5 } }, pass_through ]")]
    [InlineData("size: [ { piecewise_linear: { edges: 2 } }, { quantile_normal: { quantiles: 2 } } ]")]
    [InlineData("weight: [ { log: { kind: shift, shift: -20 } }, piecewise_linear, { buckets: { edges: [0.5, 2, 3], output: index } } ]")]
    [InlineData("price: [ standardise, quantile_normal ]")]
    [InlineData("colour: [ one_hot, { embedding: { min_count: 1 } } ]")]
    [InlineData("colour: [ { impute: most_frequent }, { one_hot: { unknown: zeros, max_size: 2 } }, { embedding: { max_size: 2 } } ]")]
    [InlineData("grade: [ { one_hot: { unknown: zeros } }, embedding, { impute: mean }, standardise ]")]
    [InlineData("fresh: [ boolean, { hash: { buckets: 8 } }, { one_hot: {} } ]")]
    [InlineData("made: [ { calendar: { parts: [year, month, day, weekday, day_of_year, is_weekend] } }, standardise ]")]
    [InlineData("sold: [ { calendar: { parts: [month, hour, minute, day_of_year], form: number } }, quantile_normal ]")]
    [InlineData("parts: [ { vector: 2 } ]")]
    public async Task A_column_s_encoders_are_exported_over_raw_values(string column)
    {
        using var sandbox = Sandbox($$"""
            features: { label: label, columns: { {{column}} } }
            network: { layers: [ { dense: { units: 8, activation: relu } } ] }

            """);
        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);
        Assert.True(File.Exists(sandbox.Folder.At("run", "model/raw.onnx")));
    }

    [Fact]
    public async Task Encoders_of_every_kind_are_exported_over_raw_values()
    {
        using var sandbox = Sandbox("""
            features:
              label: label
              columns:
                size: [ { impute: { strategy: median, flag: true } }, { log: signed }, standardise, quantile_normal, piecewise_linear, { buckets: { count: 5 } }, pass_through ]
                weight: [ { log: { kind: shift, shift: -20 } }, piecewise_linear, { buckets: { edges: [0.5, 2, 3], output: index } } ]
                price: [ standardise, quantile_normal ]
                colour: [ one_hot, { embedding: { min_count: 1 } } ]
                grade: [ { one_hot: { unknown: zeros } }, embedding, { impute: mean }, standardise ]
                fresh: [ boolean, { hash: { buckets: 8 } }, { one_hot: {} } ]
                made: [ { calendar: { parts: [year, month, day, weekday, day_of_year, is_weekend] } }, standardise, { pass_through: { subtract: 9000, divide_by: 40000 } } ]
                sold: [ { calendar: { parts: [month, hour, minute, day_of_year], form: number } } ]
                parts: [ { vector: 2 } ]
            network: { layers: [ { dense: { units: 8, activation: relu } } ] }

            """);

        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);

        Assert.Equal("model/network.onnx", (string)sandbox.Manifest("run")["outputs"]!["onnx"]!["files"]![0]!["path"]!);
        Assert.Equal("model/raw.onnx", (string)sandbox.Manifest("run")["outputs"]!["onnx_raw"]!["files"]![0]!["path"]!);
        Assert.DoesNotContain(sandbox.Manifest("run")["findings"]!.AsArray(), finding => ((string)finding!).Contains("ONNX", StringComparison.Ordinal));

        // What is not nullable need not say that nothing is missing.
        using var model = new OnnxModel(File.ReadAllBytes(sandbox.Folder.At("run", "model/raw.onnx")));
        List<NamedOnnxValue> inputs =
        [
            OnnxModel.Input("size", [double.NaN, 3.5], 2), OnnxModel.Input("weight", [30.0, 12], 2), OnnxModel.Input("price", [10.5, 3], 2),
            OnnxModel.Input("colour", ["grün", "grün"], 2), OnnxModel.Input("grade", [3L, 3], 2), OnnxModel.Input("fresh", [true, false], 2),
            OnnxModel.Input("made", [0L, 20_000], 2), OnnxModel.Input("sold", [0L, 1_700_000_000_000_000], 2), OnnxModel.Input("parts", [1.0, 2, 3, double.NaN], 2, 2),
        ];
        var predictions = model.Predict(inputs);
        Assert.Equal(2, predictions.Length);
        Assert.Equal(predictions, model.Predict([.. inputs, OnnxModel.Input("colour:missing", [false, false], 2)]));
        Assert.NotEqual(predictions, model.Predict([.. inputs, OnnxModel.Input("colour:missing", [true, false], 2)]));
    }

    [Fact]
    public async Task Sequences_and_their_lengths_are_exported_over_raw_values()
    {
        using var sandbox = Sandbox("""
            features: { label: label, columns: { history: [ sequence ], size: [ standardise ] } }
            network: { layers: [ { lstm: { units: 5, return_sequence: true } }, { attention: { heads: 1 } }, { gru: { units: 4 } } ] }

            """);
        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);
        Assert.True(File.Exists(sandbox.Folder.At("run", "model/network.onnx")));
        Assert.True(File.Exists(sandbox.Folder.At("run", "model/raw.onnx")));
    }

    [Fact]
    public async Task An_encoder_that_onnx_cannot_express_is_named_and_the_network_is_exported_without_it()
    {
        using var sandbox = Sandbox("""
            features: { label: label, columns: { colour: [ { hash: { buckets: 16 } } ], size: [ standardise ] } }
            network: { layers: [ { dense: { units: 4 } } ] }

            """);
        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);
        Assert.True(File.Exists(sandbox.Folder.At("run", "model/network.onnx")));
        Assert.False(File.Exists(sandbox.Folder.At("run", "model/raw.onnx")));
        Assert.Contains(
            sandbox.Manifest("run")["findings"]!.AsArray(), finding => ((string)finding!).Contains("colour: hash", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tabular_ensemble_is_exported_with_its_encoders()
    {
        using var sandbox = Sandbox("""
            features: { label: label, ignore: [id, sold, made, parts, history] }
            network: { model: tabular, tabular: { members: 3, width: 8 } }

            """);
        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);
        Assert.True(File.Exists(sandbox.Folder.At("run", "model/network.onnx")));
        Assert.True(File.Exists(sandbox.Folder.At("run", "model/raw.onnx")));
    }

    [Fact]
    public async Task A_job_may_ask_for_no_onnx()
    {
        using var sandbox = Sandbox("""
            features: { label: label, columns: { size: [ standardise ] } }
            network: { layers: [] }
            export: { onnx: false, raw: false }

            """);
        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);
        Assert.Empty(Directory.GetFiles(sandbox.Folder.At("run", "model"), "*.onnx"));
    }

    private static JobSandbox Sandbox(string learning)
    {
        var sandbox = new JobSandbox { JobText = Contract + learning + Training };
        sandbox.Folder.Parquet("data/a.parquet", $"{Rows} FROM range(0, 1500) t(i)");
        return sandbox;
    }
}

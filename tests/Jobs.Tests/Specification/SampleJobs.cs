using System.Text;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;
using Millrace.Features.Splitting;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Survey;
using Millrace.Training;
using Millrace.Training.Layers;
using Millrace.Training.Losses;
using Millrace.Training.Optimizers;
using Millrace.Training.Schedules;

namespace Millrace.Jobs.Tests.Specification;

/// <summary>One job twice: as text and in C#.</summary>
internal static class SampleJobs
{
    public const string TaxiFareYaml = """
        name: taxi-fare
        seed: 1                       # --seed
        input:
          files: data/taxi-fare/train
          format: parquet
          on_bad_file: quarantine
          max_bad_files: 2
        contract:
          trip_id:            { type: int64 }
          vendor_id:          { type: string, allowed: [CMT, VTS] }
          payment_type:       string
          passenger_count:    { type: int32, nullable: true }
          trip_time_in_secs:  { type: float64, unit: s, nullable: true }
          trip_distance:      { type: float64, nullable: true }
          pickup:             { type: timestamp, nullable: true }
          fare_amount:        { type: float64, unit: USD }
        cleaning:
          - normalise: { column: payment_type, trim: true, case: upper, unicode: nfc, mapping: { CRED: CRD } }
          - rule: { name: fare-positive, check: fare_amount > 0.0, otherwise: quarantine }
          - rule: { name: distance-sane, check: trip_distance < 200.0, otherwise: set_null, column: trip_distance }
          - rule: { name: pax, check: passenger_count <= 6, otherwise: clip, column: passenger_count, max: 6 }
          - rule: { name: minutes, check: "trip_time_in_secs > 60.0", otherwise: replace, column: trip_time_in_secs, with: trip_time_in_secs * 60.0 }
          - fill: { column: passenger_count, value: 1 }
        duplicates: { by: [trip_id] }
        split: { kind: files, test: data/taxi-fare/test.parquet, validation: 0.2 }
        features:
          label: { column: fare_amount }
          columns:
            trip_distance: [ { impute: median, flag: true }, { quantile_normal: {} } ]
            vendor_id: [ { one_hot: {} } ]
            payment_type: [ { embedding: { dimension: 4 } } ]
            pickup: [ { calendar: { parts: [hour, weekday], zone: America/New_York } } ]
        network:
          layers: [ { dense: { units: 128, activation: relu } }, { dense: { units: 64, activation: relu } } ]
        training:
          task: regression
          loss: squared
          optimizer: { adamw: { rate: 0.002, weight_decay: 0.0003 } }
          schedule: { cosine: { warmup_steps: 100 } }
          batch_rows: 1024
          max_epochs: 40
          early_stopping: { metric: loss, patience: 6, min_gain: 0.0 }
          lanes: 8
        baselines: { linear: true, lightgbm: true, max_rows: 500000 }
        gates: { max_quarantined: 0.2 }
        run: { readers: 2, memory: 2GB, ranks: 1 }
        """;

    public static ReadOnlySpan<byte> TaxiFareUtf8 => Encoding.UTF8.GetBytes(TaxiFareYaml);

    public static JobSpec TaxiFare() => Job.Named("taxi-fare")
        .Seeded(1)
        .Read(new InputSpec { Files = ["data/taxi-fare/train"], OnBadFile = BadFilePolicy.Quarantine, MaxBadFiles = 2 })
        .Column("trip_id", "int64")
        .Column(new ColumnContract { Name = "vendor_id", Type = ColumnType.Parse("string"), Allowed = ["CMT", "VTS"] })
        .Column("payment_type", "string")
        .Column("passenger_count", "int32", nullable: true)
        .Column("trip_time_in_secs", "float64", nullable: true, unit: "s")
        .Column("trip_distance", "float64", nullable: true)
        .Column("pickup", "timestamp", nullable: true)
        .Column("fare_amount", "float64", unit: "USD")
        .Clean(new NormaliseStep
        {
            Column = "payment_type",
            Trim = true,
            Case = TextCase.Upper,
            Unicode = UnicodeForm.Nfc,
            Mapping = new Dictionary<string, string> { ["CRED"] = "CRD" },
        })
        .Rule("fare-positive", "fare_amount > 0.0")
        .Clean(
            new RuleStep { Name = "distance-sane", Check = "trip_distance < 200.0", Otherwise = RuleAction.SetNull, Column = "trip_distance" },
            new RuleStep { Name = "pax", Check = "passenger_count <= 6", Otherwise = RuleAction.Clip, Column = "passenger_count", Max = "6" },
            new RuleStep
            {
                Name = "minutes",
                Check = "trip_time_in_secs > 60.0",
                Otherwise = RuleAction.Replace,
                Column = "trip_time_in_secs",
                With = "trip_time_in_secs * 60.0",
            },
            new FillStep { Column = "passenger_count", Value = "1" })
        .RemoveDuplicates("trip_id")
        .Split(new FilesSplitSpec { Test = ["data/taxi-fare/test.parquet"], Validation = 0.2 })
        .Predict("fare_amount")
        .Encode("trip_distance", new ImputeSpec { Strategy = ImputeStrategy.Median, Flag = true }, new QuantileNormalSpec())
        .Encode("vendor_id", new OneHotSpec())
        .Encode("payment_type", new EmbeddingSpec { Dimension = 4 })
        .Encode("pickup", new CalendarSpec { Parts = [CalendarPart.Hour, CalendarPart.Weekday], Zone = "America/New_York" })
        .Network(new DenseSpec { Units = 128, Activation = Activation.Relu }, new DenseSpec { Units = 64, Activation = Activation.Relu })
        .Train(new TrainingSpec
        {
            Task = TrainingTask.Regression,
            Loss = new SquaredLossSpec(),
            Optimizer = new AdamWSpec { Rate = 0.002, WeightDecay = 0.0003 },
            Schedule = new CosineScheduleSpec { WarmupSteps = 100 },
            BatchRows = 1024,
            MaxEpochs = 40,
            EarlyStopping = new EarlyStopping { Metric = "loss", Patience = 6 },
        })
        .Gate(new GateSpec { MaxQuarantined = 0.2 })
        .Using(new RunSpec { Memory = new ByteSize(2_000_000_000) })
        .Build();
}

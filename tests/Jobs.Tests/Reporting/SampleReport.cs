using System.Collections.Immutable;
using Millrace.Features.Cleaning;
using Millrace.Jobs.Metrics;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Reporting;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Model;
using Millrace.Training;

namespace Millrace.Jobs.Tests.Reporting;

/// <summary>A report of a run that never was, with something in every section.</summary>
internal static class SampleReport
{
    public const string Hostile = "<script>alert('x')</script> & \"co\"";

    public const string Secret = "jane.doe@example.org";

    public static ReportModel Create(TrainingTask task = TrainingTask.Regression) => new()
    {
        Summary = Summary(task),
        Flow =
        [
            new FlowStep("read", 105_500, "7 files", []),
            new FlowStep("rows", 98_321, "contract and rules", [new("quarantined", 5_179)]),
            new FlowStep("distinct", 93_300, "one of each set of duplicates", [new("duplicates", 5_021)]),
            new FlowStep("training rows", 79_305, "features are fitted on these only", []),
            new FlowStep("validation rows", 13_995, "early stopping", []),
            new FlowStep("test rows", 100_000, "every one with a label", []),
        ],
        Inputs = [new InputFileReport("train/part-00.parquet", 147_000, 17_250, null), new InputFileReport("train/part-07.parquet", 9_000, null, Hostile)],
        Rules =
        [
            new RuleReport("normalise-vendor_id", "trim, case upper", null, null, null, 1_512),
            new RuleReport("fare-positive", "fare_amount > 0, otherwise quarantine", 103_000, 2_500, 0, 0),
        ],
        Changes =
        [
            new ChangeLog
            {
                Step = "normalise-vendor_id", Column = "vendor_id", Cells = 1_512,
                Samples = [new ChangeSample { Key = 1, Before = " cmt", After = "CMT" }, new ChangeSample { Key = 2, Before = Hostile, After = null }],
            },
        ],
        Columns = Columns(),
        History = [.. Enumerable.Range(1, 24).Select(Epoch)],
        Training = [new("network", "dense 128 relu, dense 64 relu"), new("weights", "12,289"), new("epochs", "24, the best is 19")],
        Predictions = Predictions(task),
        Targets = Targets(Predictions(task)),
        Differences = [new ModelDifference("lightgbm", "absolute error", new BootstrapInterval(-0.0121, -0.0154, -0.0089))],
        Baselines = [new("linear", "least squares"), new("lightgbm", "412 trees of 127 leaves")],
        Facts = [new("version", "0.1.0"), new("seed", "1"), new("plan SHA-256", new string('a', 64))],
        Stages = [new StageCost("survey", 0.04, 90L << 20), new StageCost("rows", 1.32, 312L << 20), new StageCost("train", 11.2, 260L << 20)],
        JobText = $"name: taxi-fare\n# {Hostile}\n",
    };

    private static RunSummary Summary(TrainingTask task) => new()
    {
        Job = "taxi-fare",
        Elapsed = TimeSpan.FromSeconds(17.4),
        Rows = new RowCounts(105_500, 93_300, 5_179, 5_021),
        QuarantinedByReason = [new ReasonCount("fare-positive", 2_500), new ReasonCount("fare-fits-the-meter", 2_390), new ReasonCount("fare_amount:null", 289)],
        PlantedDirt = [new DirtRecovery("negative_fare", 2_500, 2_500, 2_500), new DirtRecovery("time_in_minutes", 5_000, 4_990, 4_950)],
        Quality = new ModelQuality
        {
            TestRows = 100_000,
            DecidingMetric = task == TrainingTask.Regression ? "mae" : "accuracy",
            LowerIsBetter = task == TrainingTask.Regression,
            Models =
            [
                new ModelScore("network", [new("mae", 0.498), new("accuracy", 0.97), new("rmse", 5.41)]),
                new ModelScore("linear", [new("mae", 0.887), new("accuracy", 0.91), new("rmse", 5.97)]),
                new ModelScore("lightgbm", [new("mae", 0.511), new("accuracy", 0.96), new("rmse", 5.49)]),
            ],
            NetworkEarnedItsPlace = true,
            ShareOfTheTreesGain = 1.035,
        },
        Findings = [new Finding(FindingSeverity.Warning, "survey", "two files were left out"), new Finding(FindingSeverity.Note, "split", "the test rows come from their own file")],
        RunFolder = "runs/taxi-fare",
        OpenFirst = "runs/taxi-fare/report.html",
    };

    private static ImmutableArray<ColumnReport> Columns()
    {
        var random = new Random(1);
        var bins = Enumerable.Range(0, 40).Select(i => new HistogramBin(i, i + 1, (long)(20_000 * Math.Exp(-i / 6.0) * (0.8 + (0.4 * random.NextDouble())))));
        return
        [
            new ColumnReport
            {
                Name = "trip_distance", Type = "float64", Unit = "miles", Rows = 93_300, Nulls = 2_801, Distinct = 2_116,
                Statistics = [new("minimum", "0"), new("median", "1.73"), new("maximum", "97.8")], Histogram = [.. bins],
            },
            new ColumnReport
            {
                Name = "payment_type", Type = "string", Rows = 93_300, Nulls = 1_204, Distinct = 5,
                TopValues = [new("CRD", 51_200), new("CSH", 40_800), new(Hostile, 96)],
            },
            new ColumnReport
            {
                Name = "e_mail", Type = "string", Personal = true, Rows = 93_300, Nulls = 0, Distinct = 93_000,
                TopValues = [new(Secret, 7)], Statistics = [new("longest", Secret)], Note = "contact address",
            },
        ];
    }

    private static EpochRecord Epoch(int epoch) => new()
    {
        Epoch = epoch,
        Step = epoch * 155,
        Rows = 79_305,
        TrainLoss = 0.02 + (0.4 * Math.Exp(-epoch / 2.5)),
        Validation = new Dictionary<string, double> { ["loss"] = 0.024 + (0.35 * Math.Exp(-epoch / 2.5)) },
        Rate = 0.002,
        GradientNorm = 0.3,
        ClippedSteps = 0,
        Best = epoch <= 19,
        Seconds = 0.4,
        RowsPerSecond = 190_000,
    };

    private static TargetQuality[] Targets(PredictionReport predictions)
    {
        var target = new TargetLayout("fare_amount", predictions.Task, predictions.Task == TrainingTask.Binary ? ["a", Hostile] : predictions.Classes, 0, predictions.Task == TrainingTask.Multiclass ? 3 : 1);
        var scorer = new TargetScorer(target, 0.45f);
        for (var row = 0; row < predictions.Labels.Length; row++)
        {
            var outputs = predictions.Outputs.AsSpan(row * target.Outputs, target.Outputs);
            scorer.Add(predictions.Labels[row], outputs);
            scorer.AddBefore(predictions.Labels[row], [.. outputs.ToArray().Select(output => output * output)]);
        }

        var scores = scorer.Metrics.Values.ToDictionary();
        return [new TargetQuality
        {
            Name = target.Name, Task = target.Task, Classes = target.Classes, Validation = scores, Test = scores,
            Calibration = scorer.Calibration(1.7), Threshold = scorer.Threshold("greatest F1 on 1,000 validation rows"),
        }];
    }

    private static PredictionReport Predictions(TrainingTask task)
    {
        var random = new Random(2);
        const int rows = 6_000;
        float[] labels = task switch
        {
            TrainingTask.Regression => [.. Enumerable.Range(0, rows).Select(_ => (float)(2.5 + (-9 * Math.Log(1 - random.NextDouble()))))],
            TrainingTask.Binary => [.. Enumerable.Range(0, rows).Select(i => (float)(i % 2))],
            _ => [.. Enumerable.Range(0, rows).Select(i => (float)(i % 3))],
        };
        float[] outputs = task switch
        {
            TrainingTask.Regression => [.. labels.Select(label => label + ((random.NextSingle() - 0.5f) * 3))],
            TrainingTask.Binary => [.. labels.Select(label => (0.6f * random.NextSingle()) + (0.4f * label))],
            _ => [.. labels.SelectMany(label => Enumerable.Range(0, 3).Select(c => random.NextSingle() + (c == (int)label ? 0.6f : 0)))],
        };
        return new PredictionReport { Task = task, Label = "fare_amount", Unit = "USD", Classes = ["a", "b", Hostile], Labels = labels, Outputs = outputs, TestRows = labels.Length };
    }
}

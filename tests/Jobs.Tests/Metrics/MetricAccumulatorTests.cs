using Microsoft.ML;
using Microsoft.ML.Data;
using Millrace.Jobs.Metrics;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Tests.Metrics;

/// <summary>Microsoft.ML's evaluators are the oracle.</summary>
public sealed class MetricAccumulatorTests
{
    private const int Rows = 5_000;
    private const int Classes = 4;

    [Fact]
    public void Regression_metrics_equal_those_of_Microsoft_ML()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, Rows).Select(_ => (Label: random.NextSingle() * 50, Score: random.NextSingle() * 50)).ToArray();
        var metrics = MetricAccumulator.For(TrainingTask.Regression, 0);
        foreach (var (label, score) in rows)
        {
            metrics.Add(label, [score]);
        }

        var context = new MLContext(1);
        var oracle = context.Regression.Evaluate(context.Data.LoadFromEnumerable(rows.Select(row => new ScoredValue { Label = row.Label, Score = row.Score })));
        Assert.Equal(oracle.MeanAbsoluteError, metrics.Value("mae"), 1e-9);
        Assert.Equal(oracle.RootMeanSquaredError, metrics.Value("rmse"), 1e-9);
        Assert.Equal(oracle.RSquared, metrics.Value("r2"), 1e-7);
    }

    [Fact]
    public void Binary_metrics_equal_those_of_Microsoft_ML()
    {
        var rows = BinaryRows();
        var metrics = Accumulate(rows);
        var context = new MLContext(1);
        var oracle = context.BinaryClassification.Evaluate(context.Data.LoadFromEnumerable(rows.Select(row => new ScoredClass
        {
            Label = row.Positive,
            Score = row.Probability - 0.5f,
            Probability = row.Probability,
            PredictedLabel = row.Probability >= 0.5f,
        })));
        Assert.Equal(oracle.AreaUnderRocCurve, metrics.Value("auc"), 1e-4);
        Assert.Equal(oracle.LogLoss * Math.Log(2), metrics.Value("log_loss"), 1e-6);
        Assert.Equal(oracle.Accuracy, metrics.Value("accuracy"), 1e-12);
        Assert.Equal(oracle.PositivePrecision, metrics.Value("precision"), 1e-12);
        Assert.Equal(oracle.PositiveRecall, metrics.Value("recall"), 1e-12);
        Assert.Equal(oracle.F1Score, metrics.Value("f1"), 1e-12);
    }

    [Fact]
    public void The_exact_area_equals_that_of_Microsoft_ML()
    {
        var rows = BinaryRows();
        var context = new MLContext(1);
        var oracle = context.BinaryClassification.EvaluateNonCalibrated(context.Data.LoadFromEnumerable(
            rows.Select(row => new ScoredClass { Label = row.Positive, Score = row.Probability, PredictedLabel = row.Probability >= 0.5f })));
        var exact = ExactAuc.Of(rows.Select(row => row.Positive).ToArray(), rows.Select(row => row.Probability).ToArray());
        Assert.Equal(oracle.AreaUnderRocCurve, exact, 1e-12);
    }

    [Fact]
    public void Multiclass_metrics_equal_those_of_Microsoft_ML()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, Rows).Select(_ => (Label: random.Next(Classes), Scores: Distribution(random))).ToArray();
        var metrics = MetricAccumulator.For(TrainingTask.Multiclass, Classes);
        foreach (var (label, scores) in rows)
        {
            metrics.Add(label, scores);
        }

        var context = new MLContext(1);
        var schema = SchemaDefinition.Create(typeof(ScoredClasses));
        schema[nameof(ScoredClasses.Label)].ColumnType = new KeyDataViewType(typeof(uint), Classes);
        schema[nameof(ScoredClasses.PredictedLabel)].ColumnType = new KeyDataViewType(typeof(uint), Classes);
        schema[nameof(ScoredClasses.Score)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Classes);
        var oracle = context.MulticlassClassification.Evaluate(context.Data.LoadFromEnumerable(
            rows.Select(row => new ScoredClasses
            {
                Label = (uint)row.Label,
                Score = row.Scores,
                PredictedLabel = (uint)Array.IndexOf(row.Scores, row.Scores.Max()),
            }),
            schema));
        Assert.Equal(oracle.MicroAccuracy, metrics.Value("accuracy"), 1e-12);
        Assert.Equal(oracle.MacroAccuracy, metrics.Value("macro_accuracy"), 1e-12);
        Assert.Equal(oracle.LogLoss, metrics.Value("log_loss"), 1e-6);
        var confusion = ((MulticlassMetrics)metrics).Confusion;
        Assert.Equal(oracle.ConfusionMatrix.Counts[1][2], confusion[1, 2]);
        Assert.Equal(Rows, confusion.Cast<long>().Sum());
    }

    [Theory]
    [InlineData(TrainingTask.Regression)]
    [InlineData(TrainingTask.Binary)]
    [InlineData(TrainingTask.Multiclass)]
    public void Merged_parts_equal_the_whole_to_the_last_bit(TrainingTask task)
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 999).Select(_ => (Label: random.Next(2), Outputs: Distribution(random))).ToArray();
        var whole = MetricAccumulator.For(task, Classes);
        var parts = Enumerable.Range(0, 3).Select(_ => MetricAccumulator.For(task, Classes)).ToArray();
        for (var row = 0; row < rows.Length; row++)
        {
            whole.Add(rows[row].Label, rows[row].Outputs);
            parts[row % 3].Add(rows[row].Label, rows[row].Outputs);
        }

        parts[2].Merge(parts[0]);
        parts[2].Merge(parts[1]);
        Assert.Equal(whole.Rows, parts[2].Rows);
        Assert.Equal(whole.Values, parts[2].Values);
    }

    [Fact]
    public void Scores_at_both_ends_are_told_apart()
    {
        var metrics = MetricAccumulator.For(TrainingTask.Binary, 2);
        metrics.Add(0, [1e-7f]);
        metrics.Add(1, [1e-6f]);
        metrics.Add(0, [1 - 2e-6f]);
        metrics.Add(1, [1 - 1e-7f]);
        Assert.Equal(0.75, metrics.Value("auc"), 1e-12);
    }

    private static MetricAccumulator Accumulate((bool Positive, float Probability)[] rows)
    {
        var metrics = MetricAccumulator.For(TrainingTask.Binary, 2);
        foreach (var (positive, probability) in rows)
        {
            metrics.Add(positive ? 1 : 0, [probability]);
        }

        return metrics;
    }

    private static (bool Positive, float Probability)[] BinaryRows()
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, Rows).Select(_ =>
        {
            var probability = (float)(((2 * random.Next(1000)) + 1) / 2000.0);
            return (random.NextDouble() < probability, probability);
        })];
    }

    private static float[] Distribution(Random random)
    {
        var shares = Enumerable.Range(0, Classes).Select(_ => random.NextSingle() + 0.01f).ToArray();
        return [.. shares.Select(share => share / shares.Sum())];
    }

    private sealed class ScoredValue
    {
        public float Label { get; set; }

        public float Score { get; set; }
    }

    private sealed class ScoredClass
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class ScoredClasses
    {
        public uint Label { get; set; }

        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }
}

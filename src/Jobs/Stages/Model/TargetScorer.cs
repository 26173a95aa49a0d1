using Millrace.Jobs.Metrics;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Scores one target over the rows of one part. Not thread-safe.</summary>
internal sealed class TargetScorer
{
    private readonly TargetLayout _target;
    private readonly float _threshold;
    private readonly ScoreHistogram _histogram = new();
    private readonly Reliability _reliability = new();
    private readonly Reliability _before = new();
    private readonly long[,] _confusion = new long[2, 2];

    /// <summary>A scorer of no rows.</summary>
    /// <param name="target">The target.</param>
    /// <param name="threshold">From where on a row counts as class 1.</param>
    public TargetScorer(TargetLayout target, float threshold)
    {
        (_target, _threshold) = (target, threshold);
        Metrics = MetricAccumulator.For(target.Task, target.Classes.Count);
    }

    /// <summary>The metrics that every model is compared by.</summary>
    public MetricAccumulator Metrics { get; }

    /// <summary>Adds a row; <paramref name="outputs"/> holds all targets' predictions.</summary>
    public void Add(float label, ReadOnlySpan<float> outputs)
    {
        var own = outputs.Slice(_target.FirstOutput, _target.Outputs);
        Metrics.Add(label, own);
        if (_target.Task == TrainingTask.Regression)
        {
            return;
        }

        _reliability.AddOutputs(label, own);
        if (_target.Task == TrainingTask.Binary)
        {
            _histogram.Add(label > 0.5f, own[0]);
            _confusion[label > 0.5f ? 1 : 0, own[0] >= _threshold ? 1 : 0]++;
        }
    }

    /// <summary>Adds what the model would have said at temperature 1.</summary>
    public void AddBefore(float label, ReadOnlySpan<float> outputs)
    {
        if (_target.Task != TrainingTask.Regression)
        {
            _before.AddOutputs(label, outputs.Slice(_target.FirstOutput, _target.Outputs));
        }
    }

    /// <summary>The threshold that <paramref name="spec"/> asks for, chosen on this scorer's rows.</summary>
    public float Choose(ThresholdSpec spec) => spec.By switch
    {
        ThresholdRule.Fixed => (float)spec.Value,
        ThresholdRule.Cost => _histogram.BestThreshold((found, alarms, missed) => -((spec.FalsePositiveCost * alarms) + (spec.FalseNegativeCost * missed))) ?? 0.5f,
        _ => _histogram.BestThreshold(static (found, alarms, missed) => found == 0 ? 0 : 2.0 * found / ((2.0 * found) + alarms + missed)) ?? 0.5f,
    };

    /// <summary>What the rows say of the probabilities; null for regression.</summary>
    public CalibrationQuality? Calibration(double temperature) => _target.Task == TrainingTask.Regression || Metrics.Rows == 0
        ? null
        : temperature == 1
            ? new CalibrationQuality(1, _reliability.Error, _reliability.Error, _reliability.Points, _reliability.Points)
            : new CalibrationQuality(temperature, _before.Error, _reliability.Error, _before.Points, _reliability.Points);

    /// <summary>What the rows are at the threshold; null where the label is not binary.</summary>
    public ThresholdQuality? Threshold(string rule)
    {
        if (_target.Task != TrainingTask.Binary || Metrics.Rows == 0)
        {
            return null;
        }

        var (hits, alarms, misses, rest) = (_confusion[1, 1], _confusion[0, 1], _confusion[1, 0], _confusion[0, 0]);
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["accuracy"] = (double)(hits + rest) / Metrics.Rows,
            ["precision"] = hits + alarms == 0 ? double.NaN : (double)hits / (hits + alarms),
            ["recall"] = hits + misses == 0 ? double.NaN : (double)hits / (hits + misses),
            ["f1"] = hits + alarms + misses == 0 ? double.NaN : 2.0 * hits / ((2.0 * hits) + alarms + misses),
        };
        return new ThresholdQuality(_threshold, rule, metrics, [[rest, alarms], [misses, hits]]);
    }
}

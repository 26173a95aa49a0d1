using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Metrics;

/// <summary>
/// Metrics of one model over a set of rows, from integer counts and exact sums: any order and any split of the rows give the
/// same values, to the last bit. Not thread-safe; each thread has its own, and they merge.
/// </summary>
internal abstract class MetricAccumulator
{
    /// <summary>Rows added.</summary>
    public long Rows { get; private set; }

    /// <summary>The metric that decides which of two models is better: <c>mae</c>, <c>auc</c>, <c>accuracy</c>.</summary>
    public abstract string DecidingMetric { get; }

    /// <summary>True where less of the deciding metric is better.</summary>
    public abstract bool LowerIsBetter { get; }

    /// <summary>Metric name to value, in the order to be shown; NaN where the rows do not define it.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, double>> Values { get; }

    /// <summary>An accumulator for a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="classes">Classes of a multi-class label; otherwise not used.</param>
    public static MetricAccumulator For(TrainingTask task, int classes) => task switch
    {
        TrainingTask.Regression => new RegressionMetrics(),
        TrainingTask.Binary => new BinaryMetrics(),
        _ => new MulticlassMetrics(classes),
    };

    /// <summary>Adds a row.</summary>
    /// <param name="label">The label; a class index where the task is a classification.</param>
    /// <param name="outputs">What the model says: <c>[1]</c> the value or the probability of class 1, or <c>[classes]</c> probabilities.</param>
    public void Add(double label, ReadOnlySpan<float> outputs)
    {
        AddRow(label, outputs);
        Rows++;
    }

    /// <summary>Adds the rows of an accumulator of the same task.</summary>
    public void Merge(MetricAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        MergeRows(other);
        Rows += other.Rows;
    }

    /// <summary>The value of <paramref name="metric"/>; NaN where this task has none of that name.</summary>
    public double Value(string metric) => Values.Where(pair => pair.Key == metric).Select(pair => pair.Value).FirstOrDefault(double.NaN);

    /// <summary>Adds what a row contributes.</summary>
    protected abstract void AddRow(double label, ReadOnlySpan<float> outputs);

    /// <summary>Adds what the rows of another accumulator contribute.</summary>
    protected abstract void MergeRows(MetricAccumulator other);

    /// <summary>A share of the rows; NaN where there are none.</summary>
    protected static double Share(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;
}

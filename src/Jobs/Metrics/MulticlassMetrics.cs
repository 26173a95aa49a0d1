namespace Millrace.Jobs.Metrics;

/// <summary>Accuracy over rows, mean accuracy over classes, log loss (natural logarithm), and the confusion table.</summary>
/// <param name="classes">Number of classes.</param>
internal sealed class MulticlassMetrics(int classes) : MetricAccumulator
{
    private readonly long[,] _confusion = new long[classes, classes];
    private readonly ExactSum _logLoss = new();

    /// <summary>Rows by class (first index) and predicted class (second); of equal probabilities the first class is predicted.</summary>
    public long[,] Confusion => (long[,])_confusion.Clone();

    /// <inheritdoc/>
    public override string DecidingMetric => "accuracy";

    /// <inheritdoc/>
    public override bool LowerIsBetter => false;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Values =>
    [
        new("accuracy", Share(Enumerable.Range(0, classes).Sum(c => _confusion[c, c]), Rows)),
        new("macro_accuracy", MacroAccuracy()),
        new("log_loss", _logLoss.ToDouble() / Rows),
    ];

    /// <inheritdoc/>
    protected override void AddRow(double label, ReadOnlySpan<float> outputs)
    {
        var actual = (int)label;
        var predicted = 0;
        for (var c = 1; c < classes; c++)
        {
            predicted = outputs[c] > outputs[predicted] ? c : predicted;
        }

        _confusion[actual, predicted]++;
        _logLoss.Add(LogLoss.OfProbability(outputs[actual]));
    }

    /// <inheritdoc/>
    protected override void MergeRows(MetricAccumulator other)
    {
        var others = (MulticlassMetrics)other;
        _logLoss.Merge(others._logLoss);
        for (var actual = 0; actual < classes; actual++)
        {
            for (var predicted = 0; predicted < classes; predicted++)
            {
                _confusion[actual, predicted] += others._confusion[actual, predicted];
            }
        }
    }

    private double MacroAccuracy()
    {
        var sum = 0.0;
        var seen = 0;
        for (var actual = 0; actual < classes; actual++)
        {
            var rows = Enumerable.Range(0, classes).Sum(predicted => _confusion[actual, predicted]);
            if (rows > 0)
            {
                sum += (double)_confusion[actual, actual] / rows;
                seen++;
            }
        }

        return seen == 0 ? double.NaN : sum / seen;
    }
}

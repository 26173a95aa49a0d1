namespace Millrace.Jobs.Metrics;

/// <summary>Area under the ROC curve, log loss (natural logarithm), and accuracy, precision, recall and F1 at a threshold.</summary>
/// <param name="threshold">Rows with at least this probability count as class 1.</param>
internal sealed class BinaryMetrics(double threshold = 0.5) : MetricAccumulator
{
    private readonly ScoreHistogram _scores = new();
    private readonly ExactSum _logLoss = new();
    private long _truePositive;
    private long _falsePositive;
    private long _trueNegative;
    private long _falseNegative;

    /// <inheritdoc/>
    public override string DecidingMetric => "auc";

    /// <inheritdoc/>
    public override bool LowerIsBetter => false;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Values =>
    [
        new("auc", _scores.Auc()),
        new("log_loss", _logLoss.ToDouble() / Rows),
        new("accuracy", Share(_truePositive + _trueNegative, Rows)),
        new("precision", Share(_truePositive, _truePositive + _falsePositive)),
        new("recall", Share(_truePositive, _truePositive + _falseNegative)),
        new("f1", Share(2 * _truePositive, (2 * _truePositive) + _falsePositive + _falseNegative)),
    ];

    /// <inheritdoc/>
    protected override void AddRow(double label, ReadOnlySpan<float> outputs)
    {
        var positive = label > 0.5;
        var probability = outputs[0];
        _scores.Add(positive, probability);
        _logLoss.Add(LogLoss.OfProbability(positive ? probability : 1.0 - probability));
        _ = (positive, probability >= threshold) switch
        {
            (true, true) => _truePositive++,
            (true, false) => _falseNegative++,
            (false, true) => _falsePositive++,
            (false, false) => _trueNegative++,
        };
    }

    /// <inheritdoc/>
    protected override void MergeRows(MetricAccumulator other)
    {
        var others = (BinaryMetrics)other;
        _scores.Merge(others._scores);
        _logLoss.Merge(others._logLoss);
        _truePositive += others._truePositive;
        _falsePositive += others._falsePositive;
        _trueNegative += others._trueNegative;
        _falseNegative += others._falseNegative;
    }
}

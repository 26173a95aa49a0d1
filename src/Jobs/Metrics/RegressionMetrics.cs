namespace Millrace.Jobs.Metrics;

/// <summary>Mean absolute error, root mean squared error, and the share of the label's variance that is explained (R²).</summary>
internal sealed class RegressionMetrics : MetricAccumulator
{
    private readonly ExactSum _absolute = new();
    private readonly ExactSum _squared = new();
    private readonly ExactSum _label = new();
    private readonly ExactSum _labelSquared = new();

    /// <inheritdoc/>
    public override string DecidingMetric => "mae";

    /// <inheritdoc/>
    public override bool LowerIsBetter => true;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Values =>
    [
        new("mae", _absolute.ToDouble() / Rows),
        new("rmse", Math.Sqrt(_squared.ToDouble() / Rows)),
        new("r2", RSquared()),
    ];

    /// <inheritdoc/>
    protected override void AddRow(double label, ReadOnlySpan<float> outputs)
    {
        var error = outputs[0] - label;
        _absolute.Add(Math.Abs(error));
        _squared.Add(error * error);
        _label.Add(label);
        _labelSquared.Add(label * label);
    }

    /// <inheritdoc/>
    protected override void MergeRows(MetricAccumulator other)
    {
        var others = (RegressionMetrics)other;
        _absolute.Merge(others._absolute);
        _squared.Merge(others._squared);
        _label.Merge(others._label);
        _labelSquared.Merge(others._labelSquared);
    }

    private double RSquared()
    {
        var label = _label.ToDouble();
        var spread = _labelSquared.ToDouble() - (label * label / Rows);
        return spread > 0 ? 1 - (_squared.ToDouble() / spread) : double.NaN;
    }
}

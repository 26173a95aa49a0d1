namespace Millrace.Jobs.Stages.Model;

/// <summary>A binary label at the chosen threshold, on the test rows.</summary>
/// <param name="Value">Rows with at least this probability count as class 1.</param>
/// <param name="Rule">How it was chosen, in words.</param>
/// <param name="Metrics">Accuracy, precision, recall and F1 there.</param>
/// <param name="Confusion">Rows by class (first index) and predicted class (second).</param>
internal sealed record ThresholdQuality(
    double Value, string Rule, IReadOnlyDictionary<string, double> Metrics, IReadOnlyList<IReadOnlyList<long>> Confusion);

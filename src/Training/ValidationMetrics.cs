using Millrace.Training.Losses;
using Millrace.Training.Networks;

namespace Millrace.Training;

/// <summary>
/// The metrics of a plan's targets, each from sums over rows: <c>loss</c>, and per target <c>mae</c> and <c>rmse</c> in the label's
/// unit or <c>accuracy</c>; with several targets also <c>TARGET.loss</c>, and all names carry the target's name.
/// </summary>
internal static class ValidationMetrics
{
    private const string Accuracy = "accuracy";

    /// <summary>All names that <see cref="Of"/> gives.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<TargetSpec> targets)
    {
        var names = new List<string> { "loss" };
        foreach (var target in targets)
        {
            names.AddRange(targets.Count > 1 ? [Name(targets, target, "loss")] : []);
            names.AddRange(Classifies(target)
                ? [Name(targets, target, Accuracy)]
                : [Name(targets, target, "mae"), Name(targets, target, "rmse")]);
        }

        return names;
    }

    /// <summary>Whether a greater value of <paramref name="metric"/> is better.</summary>
    public static bool GreaterIsBetter(string metric) =>
        metric == Accuracy || metric.EndsWith("." + Accuracy, StringComparison.Ordinal);

    /// <summary>The metrics from summed rows.</summary>
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyList<TargetSpec> targets, StepSums sums)
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["loss"] = sums.Loss / sums.Weight };
        for (var t = 0; t < targets.Count; t++)
        {
            if (targets.Count > 1)
            {
                metrics[Name(targets, targets[t], "loss")] = sums.TargetLoss(t) / sums.Weight;
            }

            if (Classifies(targets[t]))
            {
                metrics[Name(targets, targets[t], Accuracy)] = sums.AbsoluteErrorOrCorrect(t) / sums.Weight;
            }
            else
            {
                metrics[Name(targets, targets[t], "mae")] = sums.AbsoluteErrorOrCorrect(t) / sums.Weight;
                metrics[Name(targets, targets[t], "rmse")] = Math.Sqrt(sums.SquaredError(t) / sums.Weight);
            }
        }

        return metrics;
    }

    private static bool Classifies(TargetSpec target) => target.Loss is LogisticLossSpec or CrossEntropyLossSpec;

    private static string Name(IReadOnlyList<TargetSpec> targets, TargetSpec target, string metric) =>
        targets.Count > 1 ? $"{target.Name}.{metric}" : metric;
}

using Millrace.Jobs.Progress;

namespace Millrace.Benchmarks.Tabular;

/// <summary>
/// What the tabular model has to reach beside the trees on the same test rows. Regression: RMSE at most 1.02 times theirs, or mean absolute error at most theirs. Classes: log loss at
/// most 1.03 times theirs and, where there are two, an AUC at most 0.005 below.
/// </summary>
internal static class TabularBar
{
    private const double MostRmse = 1.02;
    private const double MostLogLoss = 1.03;
    private const double MostAucLost = 0.005;

    /// <summary>The metric whose ratio is shown first: <c>rmse</c> or <c>log_loss</c>.</summary>
    public static string MainMetric(ModelScore trees) => trees.Metric("rmse") is null ? "log_loss" : "rmse";

    /// <summary>Whether the network's metrics, by name, meet the bar.</summary>
    public static bool IsMet(IReadOnlyDictionary<string, double> network, ModelScore trees) => network.TryGetValue("rmse", out var rmse)
        ? rmse <= MostRmse * trees.Metric("rmse") || network["mae"] <= trees.Metric("mae")
        : network["log_loss"] <= MostLogLoss * trees.Metric("log_loss") && (!network.TryGetValue("auc", out var auc) || auc >= trees.Metric("auc") - MostAucLost);
}

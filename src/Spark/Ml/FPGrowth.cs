using Millrace.Spark.Sql;

namespace Millrace.Spark.Ml;

/// <summary>
/// Frequent sets and association rules (MLlib's <c>FPGrowth</c>). Spark's server fits it only where the offloading of its model cache is
/// off (<c>spark.connect.session.connectML.mlCache.memoryControl.enabled</c>), as servers that are started here have it.
/// </summary>
public sealed record FPGrowth
{
    /// <summary>The column of arrays of items, each once an array.</summary>
    public string ItemsColumn { get; init; } = "items";

    /// <summary>Least share of rows of a frequent set, 0 to 1.</summary>
    public double MinSupport { get; init; } = 0.3;

    /// <summary>Least confidence of a rule, 0 to 1.</summary>
    public double MinConfidence { get; init; } = 0.8;

    /// <summary>Fits a model; it belongs to the caller.</summary>
    public async Task<FPGrowthModel> FitAsync(DataFrame dataset, CancellationToken cancellationToken) => new(
        dataset.Session,
        await MlOperators.FitAsync(
            "org.apache.spark.ml.fpm.FPGrowth",
            new Dictionary<string, object> { ["itemsCol"] = ItemsColumn, ["minSupport"] = MinSupport, ["minConfidence"] = MinConfidence },
            dataset,
            cancellationToken));
}

using Millrace.Spark.Sql;

namespace Millrace.Spark.Ml;

/// <summary>k-means clustering (MLlib's <c>KMeans</c>).</summary>
public sealed record KMeans
{
    /// <summary>The number of clusters, at least 2.</summary>
    public required int K { get; init; }

    /// <summary>Seed of the start.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The most rounds.</summary>
    public int MaxIterations { get; init; } = 20;

    /// <summary>The column of vectors.</summary>
    public string FeaturesColumn { get; init; } = "features";

    /// <summary>The column that the model adds: the cluster's number.</summary>
    public string PredictionColumn { get; init; } = "prediction";

    /// <summary>Fits a model; it belongs to the caller.</summary>
    public async Task<KMeansModel> FitAsync(DataFrame dataset, CancellationToken cancellationToken) => new(
        dataset.Session,
        await MlOperators.FitAsync(
            "org.apache.spark.ml.clustering.KMeans",
            new Dictionary<string, object>
            {
                ["k"] = K,
                ["seed"] = Seed,
                ["maxIter"] = MaxIterations,
                ["featuresCol"] = FeaturesColumn,
                ["predictionCol"] = PredictionColumn,
            },
            dataset,
            cancellationToken));
}

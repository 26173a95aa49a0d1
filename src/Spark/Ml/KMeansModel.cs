using Millrace.Spark.Sql;

namespace Millrace.Spark.Ml;

/// <summary>Clusters found by <see cref="KMeans"/>.</summary>
public sealed class KMeansModel : MlModel
{
    internal KMeansModel(SparkSession session, string id)
        : base(session, id)
    {
    }

    /// <summary>The centres, by the clusters' numbers: <c>[k][features]</c>.</summary>
    public async Task<double[][]> ClusterCentersAsync(CancellationToken cancellationToken) =>
        MlOperators.Matrix(await MlOperators.ValueAsync(Session, Id, "clusterCenterMatrix", cancellationToken));
}

using Millrace.Spark.Sql;

namespace Millrace.Spark.Ml;

/// <summary>A linear model: a weight a feature and an intercept.</summary>
public sealed class LinearModel : MlModel
{
    internal LinearModel(SparkSession session, string id)
        : base(session, id)
    {
    }

    /// <summary>The weights, in the order of the features.</summary>
    public async Task<double[]> CoefficientsAsync(CancellationToken cancellationToken) =>
        MlOperators.Vector(await MlOperators.ValueAsync(Session, Id, "coefficients", cancellationToken));

    /// <summary>The intercept.</summary>
    public async Task<double> InterceptAsync(CancellationToken cancellationToken) =>
        (double)(await MlOperators.ValueAsync(Session, Id, "intercept", cancellationToken))!;
}

using Millrace.Spark.Sql;

namespace Millrace.Spark.Ml;

/// <summary>Linear regression (MLlib's <c>LinearRegression</c>), with an elastic-net penalty.</summary>
public sealed record LinearRegression
{
    /// <summary>The column of vectors.</summary>
    public string FeaturesColumn { get; init; } = "features";

    /// <summary>The column of numbers.</summary>
    public string LabelColumn { get; init; } = "label";

    /// <summary>The column that the model adds.</summary>
    public string PredictionColumn { get; init; } = "prediction";

    /// <summary>A column of weights; <see langword="null"/>: all 1.</summary>
    public string? WeightColumn { get; init; }

    /// <summary>Weight of the penalty, at least 0.</summary>
    public double RegularisationWeight { get; init; }

    /// <summary>Share of the L1 part in the penalty, 0 to 1.</summary>
    public double ElasticNetShare { get; init; }

    /// <summary>The most rounds.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>Change below which the rounds end.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Fits a model; it belongs to the caller.</summary>
    public async Task<LinearModel> FitAsync(DataFrame dataset, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, object>
        {
            ["featuresCol"] = FeaturesColumn,
            ["labelCol"] = LabelColumn,
            ["predictionCol"] = PredictionColumn,
            ["regParam"] = RegularisationWeight,
            ["elasticNetParam"] = ElasticNetShare,
            ["maxIter"] = MaxIterations,
            ["tol"] = Tolerance,
        };
        if (WeightColumn is not null)
        {
            parameters["weightCol"] = WeightColumn;
        }

        return new(dataset.Session, await MlOperators.FitAsync("org.apache.spark.ml.regression.LinearRegression", parameters, dataset, cancellationToken));
    }
}

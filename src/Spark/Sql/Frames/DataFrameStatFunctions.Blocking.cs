namespace Millrace.Spark.Sql;

/// <content>Members that wait.</content>
public sealed partial class DataFrameStatFunctions
{
    /// <summary>Quantiles of a column; see <see cref="ApproxQuantileAsync"/>.</summary>
    public double[] ApproxQuantile(string columnName, IEnumerable<double> probabilities, double relativeError) =>
        Block.On(() => ApproxQuantileAsync([columnName], probabilities, relativeError, CancellationToken.None))[0];

    /// <inheritdoc cref="CovAsync"/>
    public double Cov(string colName1, string colName2) => Block.On(() => CovAsync(colName1, colName2, CancellationToken.None));

    /// <inheritdoc cref="CorrAsync"/>
    public double Corr(string colName1, string colName2, string method) => Block.On(() => CorrAsync(colName1, colName2, method, CancellationToken.None));

    /// <inheritdoc cref="CorrAsync"/>
    public double Corr(string colName1, string colName2) => Corr(colName1, colName2, "pearson");
}

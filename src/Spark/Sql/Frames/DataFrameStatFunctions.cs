namespace Millrace.Spark.Sql;

/// <summary>Statistics of columns.</summary>
public sealed partial class DataFrameStatFunctions
{
    private const double DefaultSupport = 0.01;

    private readonly DataFrame _input;

    internal DataFrameStatFunctions(DataFrame input) => _input = input;

    /// <summary>Quantiles of columns, in their order, each as often as there are probabilities.</summary>
    /// <param name="columnNames">The columns.</param>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="relativeError">0: exact; else the share of rows by which a rank may be off.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<double[][]> ApproxQuantileAsync(
        IEnumerable<string> columnNames, IEnumerable<double> probabilities, double relativeError, CancellationToken cancellationToken)
    {
        var step = new Protos.StatApproxQuantile { Input = _input.Relation, RelativeError = relativeError };
        step.Cols.AddRange(columnNames);
        step.Probabilities.AddRange(probabilities);
        return (await _input.With(new() { ApproxQuantile = step }).FirstAsync(cancellationToken))!.GetAs<double[][]>(0);
    }

    /// <summary>The covariance of two columns, of a sample.</summary>
    public async Task<double> CovAsync(string colName1, string colName2, CancellationToken cancellationToken) =>
        (await _input.With(new() { Cov = new() { Input = _input.Relation, Col1 = colName1, Col2 = colName2 } }).FirstAsync(cancellationToken))!.GetAs<double>(0);

    /// <summary>Pearson's correlation of two columns.</summary>
    public async Task<double> CorrAsync(string colName1, string colName2, string method, CancellationToken cancellationToken) =>
        (await _input.With(new() { Corr = new() { Input = _input.Relation, Col1 = colName1, Col2 = colName2, Method = method } })
            .FirstAsync(cancellationToken))!.GetAs<double>(0);

    /// <summary>How often each pair of values of two columns stands together.</summary>
    public DataFrame Crosstab(string colName1, string colName2) =>
        _input.With(new() { Crosstab = new() { Input = _input.Relation, Col1 = colName1, Col2 = colName2 } });

    /// <summary>Values that stand in more than a share of the rows, possibly with others.</summary>
    public DataFrame FreqItems(IEnumerable<string> columnNames, double support)
    {
        var step = new Protos.StatFreqItems { Input = _input.Relation, Support = support };
        step.Cols.AddRange(columnNames);
        return _input.With(new() { FreqItems = step });
    }

    /// <summary>Values that stand in more than one of a hundred rows, possibly with others.</summary>
    public DataFrame FreqItems(IEnumerable<string> columnNames) => FreqItems(columnNames, DefaultSupport);

    /// <summary>A random part of the rows, of a share for each value of a column.</summary>
    public DataFrame SampleBy<T>(string columnName, IDictionary<T, double> fractions, long seed) =>
        SampleBy(Functions.Col(columnName), fractions, seed);

    /// <inheritdoc cref="SampleBy{T}(string, IDictionary{T, double}, long)"/>
    public DataFrame SampleBy<T>(Column column, IDictionary<T, double> fractions, long seed)
    {
        var step = new Protos.StatSampleBy { Input = _input.Relation, Col = column.Expression, Seed = seed };
        step.Fractions.AddRange(fractions.Select(static f => new Protos.StatSampleBy.Types.Fraction { Stratum = Literals.Of(f.Key), Fraction_ = f.Value }));
        return _input.With(new() { SampleBy = step });
    }
}

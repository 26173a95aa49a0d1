namespace Millrace.Features.Encoders.Numbers;

/// <summary>
/// Bin k between edges e(k) and e(k+1) gives feature <c>COLUMN:bin K</c>, (x − e(k)) ÷ (e(k+1) − e(k)) cut to 0 … 1; each frequent value gives <c>COLUMN:value N</c>,
/// 1 where x equals it; <c>COLUMN:none</c> is 1 where x is missing, and then the others are 0.
/// </summary>
public sealed record FittedPiecewiseLinear : FittedEncoder
{
    /// <summary>Ascending edges; fewer than two give no bin.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>Ascending frequent values.</summary>
    public required IReadOnlyList<double> Frequent { get; init; }

    internal int Bins => Math.Max(0, Edges.Count - 1);

    /// <inheritdoc/>
    internal override IReadOnlyList<string> DenseNames(FittedColumn column) =>
    [
        .. Enumerable.Range(0, Bins).Select(bin => $"{column.Name}:bin {bin}"),
        .. Enumerable.Range(0, Frequent.Count).Select(value => $"{column.Name}:value {value}"),
        $"{column.Name}:none",
    ];

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        double[] edges = [.. Edges];
        double[] frequent = [.. Frequent];
        var bins = Bins;
        var numbers = values.Numbers;
        for (var i = 0; i < numbers.Length; i++)
        {
            var x = numbers[i];
            if (double.IsNaN(x))
            {
                target.Set(i, bins + frequent.Length, 1);
                continue;
            }

            var at = Numbers.Edges.LastAtOrBelow(edges, x);
            target.SetOnes(i, Math.Clamp(at, 0, bins));
            if (at >= 0 && at < bins)
            {
                target.Set(i, at, (x - edges[at]) / (edges[at + 1] - edges[at]));
            }

            var value = Numbers.Edges.LastAtOrBelow(frequent, x);
            if (value >= 0 && frequent[value] == x)
            {
                target.Set(i, bins + value, 1);
            }
        }
    }

    /// <inheritdoc/>
    internal override void Validate() => Require(IsAscending(Edges) && IsAscending(Frequent), "edges are out of order");
}

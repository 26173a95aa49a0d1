namespace Millrace.Features.Encoders.Numbers;

/// <summary>
/// Piecewise-linear map from values to normal quantiles as feature <c>COLUMN:q</c>: between two knots on the line through them, outside as the outermost
/// knot; missing gives 0.
/// </summary>
public sealed record FittedQuantileNormal : FittedEncoder
{
    /// <summary>Ascending values of the knots; none where no training row had a value.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Normal quantile at each knot.</summary>
    public required IReadOnlyList<double> Normals { get; init; }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> DenseNames(FittedColumn column) => [$"{column.Name}:q"];

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        if (Values.Count == 0)
        {
            return;
        }

        double[] knots = [.. Values];
        double[] normals = [.. Normals];
        var numbers = values.Numbers;
        for (var i = 0; i < numbers.Length; i++)
        {
            var x = numbers[i];
            if (double.IsNaN(x))
            {
                continue;
            }

            var at = Edges.LastAtOrBelow(knots, x);
            target.Set(i, 0, at < 0 ? normals[0]
                : at == knots.Length - 1 ? normals[at]
                : normals[at] + ((normals[at + 1] - normals[at]) * ((x - knots[at]) / (knots[at + 1] - knots[at]))));
        }
    }

    /// <inheritdoc/>
    internal override void Validate() => Require(Values.Count == Normals.Count && IsAscending(Values) && Normals.All(double.IsFinite), "quantiles are out of order");
}

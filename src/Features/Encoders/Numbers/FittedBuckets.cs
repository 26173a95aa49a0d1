using Millrace.Features.Encoders.Categories;

namespace Millrace.Features.Encoders.Numbers;

/// <summary>
/// The bucket of a number: b = how many edges are not above it. One-hot: features <c>COLUMN:bucket B</c>, then <c>COLUMN:none</c> for missing. Index: missing is 0, bucket b
/// is b + 1.
/// </summary>
public sealed record FittedBuckets : FittedEncoder
{
    /// <summary>Ascending edges.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>How the bucket reaches the network.</summary>
    public required CategoryOutput Output { get; init; }

    /// <summary>Columns of the embedding table asked for; null: by the number of buckets.</summary>
    public required int? Dimension { get; init; }

    private int Buckets => Edges.Count + 1;

    /// <inheritdoc/>
    internal override IReadOnlyList<string> DenseNames(FittedColumn column) => Output == CategoryOutput.Index
        ? []
        : [.. Enumerable.Range(0, Buckets).Select(bucket => $"{column.Name}:bucket {bucket}"), $"{column.Name}:none"];

    /// <inheritdoc/>
    internal override CategoricalFeature? Category(FittedColumn column) => Output == CategoryOutput.Index
        ? new CategoricalFeature($"{column.Name}:bucket", Buckets + 1, Dimension ?? DefaultDimension(Buckets + 1))
        : null;

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        double[] edges = [.. Edges];
        var numbers = values.Numbers;
        for (var i = 0; i < numbers.Length; i++)
        {
            var bucket = double.IsNaN(numbers[i]) ? -1 : Numbers.Edges.LastAtOrBelow(edges, numbers[i]) + 1;
            if (Output == CategoryOutput.Index)
            {
                target.SetCategory(i, bucket + 1);
            }
            else
            {
                target.Set(i, bucket < 0 ? Buckets : bucket, 1);
            }
        }
    }

    /// <inheritdoc/>
    internal override void Validate() => Require(IsAscending(Edges), "edges are out of order");
}

using System.IO.Hashing;

namespace Millrace.Features.Encoders.Categories;

/// <summary>
/// xxHash64 (seed 0) of the category's UTF-8 bytes modulo the buckets. Index: missing is 0, bucket b is b + 1. One-hot: features <c>COLUMN:hash B</c>, then <c>COLUMN:none</c>.
/// </summary>
public sealed record FittedHash : FittedEncoder
{
    /// <summary>Number of buckets.</summary>
    public required int Buckets { get; init; }

    /// <summary>How the bucket reaches the network.</summary>
    public required CategoryOutput Output { get; init; }

    /// <summary>Columns of the embedding table asked for; null: by the number of buckets.</summary>
    public required int? Dimension { get; init; }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> DenseNames(FittedColumn column) => Output == CategoryOutput.Index
        ? []
        : [.. Enumerable.Range(0, Buckets).Select(bucket => $"{column.Name}:hash {bucket}"), $"{column.Name}:none"];

    /// <inheritdoc/>
    internal override CategoricalFeature? Category(FittedColumn column) => Output == CategoryOutput.Index
        ? new CategoricalFeature($"{column.Name}:hash", Buckets + 1, Dimension ?? DefaultDimension(Buckets + 1))
        : null;

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        var reader = new CategoryReader(values.Array, stackalloc byte[CategoryReader.ScratchBytes]);
        var rows = values.Rows.Span;
        for (var i = 0; i < rows.Length; i++)
        {
            var present = reader.TryRead(rows[i], out var category);
            if (!present && values.CategoryFill is { } fill)
            {
                present = true;
                category = fill;
            }

            var bucket = present ? (int)(XxHash64.HashToUInt64(category) % (ulong)Buckets) : -1;
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
    internal override void Validate() => Require(Buckets is >= 1 and <= 1_000_000, "a hash has no buckets");
}

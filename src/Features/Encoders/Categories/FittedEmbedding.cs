namespace Millrace.Features.Encoders.Categories;

/// <summary>
/// Index of a category, feature <c>COLUMN</c> of <c>c</c>: 0 unknown (unseen or rare), then missing if enough training rows missed it (else it counts as
/// unknown), then the categories in byte order.
/// </summary>
public sealed record FittedEmbedding : FittedEncoder
{
    private const int LeastDimension = 2;

    /// <summary>Rows of an average category for each of its columns (docs/decisions/0071-columns-of-embeddings.md).</summary>
    private const int RowsOfColumn = 10;

    private readonly Lazy<CategoryIndex> _index;

    /// <summary>Creates the encoder.</summary>
    public FittedEmbedding() => _index = new(() => new CategoryIndex(Values!));

    /// <summary>The categories in byte order.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>Whether missing has an entry of its own.</summary>
    public required bool OwnMissing { get; init; }

    /// <summary>Columns of the embedding table.</summary>
    public required int Dimension { get; init; }

    private int First => OwnMissing ? 2 : 1;

    /// <summary>
    /// The columns of the table where the job names none: the root of the number of entries, but at most one for ten rows of an average category. With more of them a network learns by heart
    /// which row is which, before it has learned what holds for others.
    /// </summary>
    /// <param name="categories">Categories with an entry of their own.</param>
    /// <param name="rows">Training rows that have one of them.</param>
    internal static int DimensionFor(int categories, long rows) =>
        (int)Math.Clamp(rows / ((long)RowsOfColumn * Math.Max(1, categories)), LeastDimension, DefaultDimension(categories + 1));

    /// <inheritdoc/>
    internal override CategoricalFeature? Category(FittedColumn column) => new(column.Name, First + Values.Count, Dimension);

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        var reader = new CategoryReader(values.Array, stackalloc byte[CategoryReader.ScratchBytes]);
        var index = _index.Value;
        var rows = values.Rows.Span;
        for (var i = 0; i < rows.Length; i++)
        {
            if (!reader.TryRead(rows[i], out var category))
            {
                if (values.CategoryFill is null)
                {
                    target.SetCategory(i, OwnMissing ? 1 : 0);
                    continue;
                }

                category = values.CategoryFill;
            }

            var position = index.Find(category);
            if (position < 0)
            {
                values.Unseen++;
            }

            target.SetCategory(i, position < 0 ? 0 : First + position);
        }
    }

    /// <inheritdoc/>
    internal override void Validate() => Require(Dimension is >= 1 and <= 1_024, "an embedding has no columns");
}

namespace Millrace.Features.Encoders.Categories;

/// <summary>
/// Features <c>COLUMN=VALUE</c> (personal columns: <c>COLUMN=#N</c>) in byte order, 1 for the row's own, else 0; then <c>COLUMN:unknown</c> unless unknown gives zeros; then
/// <c>COLUMN:none</c> for missing.
/// </summary>
public sealed record FittedOneHot : FittedEncoder
{
    private readonly Lazy<CategoryIndex> _index;

    /// <summary>Creates the encoder.</summary>
    public FittedOneHot() => _index = new(() => new CategoryIndex(Values!));

    /// <summary>The categories in byte order.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>What other categories give.</summary>
    public required UnknownPolicy Unknown { get; init; }

    private int Missing => Values.Count + (Unknown == UnknownPolicy.Own ? 1 : 0);

    /// <inheritdoc/>
    internal override IReadOnlyList<string> DenseNames(FittedColumn column) =>
    [
        .. Values.Select((value, i) => column.Personal ? $"{column.Name}=#{i}" : $"{column.Name}={value}"),
        .. Unknown == UnknownPolicy.Own ? [$"{column.Name}:unknown"] : System.Array.Empty<string>(),
        $"{column.Name}:none",
    ];

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
                    target.Set(i, Missing, 1);
                    continue;
                }

                category = values.CategoryFill;
            }

            var position = index.Find(category);
            if (position >= 0)
            {
                target.Set(i, position, 1);
                continue;
            }

            values.Unseen++;
            if (Unknown == UnknownPolicy.Own)
            {
                target.Set(i, Values.Count, 1);
            }
        }
    }
}

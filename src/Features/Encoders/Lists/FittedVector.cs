namespace Millrace.Features.Encoders.Lists;

/// <summary>Element i of a list as feature <c>COLUMN[I]</c>, (x − subtract) ÷ divide_by; 0 where there is none; what lies beyond the length is cut.</summary>
public sealed record FittedVector : FittedEncoder
{
    /// <summary>Elements.</summary>
    public required int Length { get; init; }

    /// <summary>Subtracted first.</summary>
    public required double Subtract { get; init; }

    /// <summary>Divides then.</summary>
    public required double DivideBy { get; init; }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> DenseNames(FittedColumn column) => [.. Enumerable.Range(0, Length).Select(i => $"{column.Name}[{i}]")];

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        var lists = ListReader.ListsOf(values.Array);
        var elements = new double[Length];
        var rows = values.Rows.Span;
        for (var i = 0; i < rows.Length; i++)
        {
            var length = lists.IsNull(rows[i]) ? 0 : lists.GetValueLength(rows[i]);
            if (length > Length)
            {
                values.Unseen++;
                length = Length;
            }

            var read = elements.AsSpan(0, length);
            ListReader.Read(lists, rows[i], 0, read);
            for (var j = 0; j < length; j++)
            {
                if (!double.IsNaN(read[j]))
                {
                    target.Set(i, j, (read[j] - Subtract) / DivideBy);
                }
            }
        }
    }

    /// <inheritdoc/>
    internal override void Validate() =>
        Require(Length is >= 1 and <= 65_536 && double.IsFinite(Subtract) && double.IsFinite(DivideBy) && DivideBy != 0, "a vector has no length or scale");
}

namespace Millrace.Features.Encoders.Lists;

/// <summary>The last elements of a list as sequence <c>s_COLUMN</c>, (x − mean) ÷ deviation; a missing list is empty, a missing element or zero deviation 0.</summary>
public sealed record FittedSequence : FittedEncoder
{
    /// <summary>Most elements.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Mean of the training rows' elements; 0 where they are not scaled.</summary>
    public required double Mean { get; init; }

    /// <summary>Their standard deviation; 1 where they are not scaled.</summary>
    public required double Deviation { get; init; }

    /// <inheritdoc/>
    internal override SequenceFeature? Sequence(FittedColumn column) => new(column.Name, MaxLength);

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        var lists = ListReader.ListsOf(values.Array);
        var elements = new double[MaxLength];
        foreach (var row in values.Rows.Span)
        {
            var all = lists.IsNull(row) ? 0 : lists.GetValueLength(row);
            var length = Math.Min(all, MaxLength);
            values.Unseen += all > length ? 1 : 0;
            var read = elements.AsSpan(0, length);
            ListReader.Read(lists, row, all - length, read);
            var list = target.Sequence!.Append(length);
            for (var j = 0; j < length; j++)
            {
                var scaled = double.IsNaN(read[j]) || Deviation == 0 ? 0 : (read[j] - Mean) / Deviation;
                list[j] = (float)Math.Clamp(scaled, -float.MaxValue, float.MaxValue);
            }
        }
    }

    /// <inheritdoc/>
    internal override void Validate() =>
        Require(MaxLength is >= 1 and <= 65_536 && double.IsFinite(Mean) && double.IsFinite(Deviation) && Deviation >= 0, "a sequence has no length or scale");
}

namespace Millrace.Training.Lanes;

/// <summary>
/// Shape of one training row and of its fixed-size record in a lane:
/// <c>id_hi | id_lo | w | y[L] | x[F] | c[C] | (length, values[MaxLength]) per sequence</c>, little-endian, no padding.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RowLayout
{
    private const int FixedBytes = 20;

    /// <summary>F, the numeric features of a row.</summary>
    public required int Features { get; init; }

    /// <summary>C, the category indices of a row.</summary>
    public int Categories { get; init; }

    /// <summary>L, the labels of a row.</summary>
    public required int Labels { get; init; }

    /// <summary>The sequence features, in column order.</summary>
    public IReadOnlyList<SequenceField> Sequences { get; init; } = [];

    /// <summary>Bytes of one record.</summary>
    public int RecordBytes => SequenceOffset(Sequences.Count);

    internal static int HiOffset => 0;

    internal static int LoOffset => 8;

    internal static int WeightOffset => 16;

    internal static int LabelOffset => FixedBytes;

    internal int FeatureOffset => LabelOffset + (4 * Labels);

    internal int CategoryOffset => FeatureOffset + (4 * Features);

    /// <summary>All faults of this layout; empty when it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (Features is < 0 or > 1 << 20)
        {
            faults.Add($"features must be 0 to {1 << 20}, not {Features}");
        }

        if (Categories is < 0 or > 1 << 16)
        {
            faults.Add($"categories must be 0 to {1 << 16}, not {Categories}");
        }

        if (Labels is < 1 or > 1 << 12)
        {
            faults.Add($"labels must be 1 to {1 << 12}, not {Labels}");
        }

        if (Features == 0 && Categories == 0 && Sequences.Count == 0)
        {
            faults.Add("a row needs at least one feature, category or sequence");
        }

        foreach (var sequence in Sequences.Where(s => s.MaxLength is < 1 or > 1 << 16))
        {
            faults.Add($"sequence {sequence.Name} must hold 1 to {1 << 16} elements, not {sequence.MaxLength}");
        }

        return faults;
    }

    /// <summary>Equal shapes with equal sequences.</summary>
    public bool Equals(RowLayout? other) =>
        other is not null && Features == other.Features && Categories == other.Categories && Labels == other.Labels
        && Sequences.SequenceEqual(other.Sequences);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Features, Categories, Labels, Sequences.Count);

    internal int SequenceOffset(int index)
    {
        var offset = CategoryOffset + (4 * Categories);
        for (var i = 0; i < index; i++)
        {
            offset += 4 + (4 * Sequences[i].MaxLength);
        }

        return offset;
    }
}

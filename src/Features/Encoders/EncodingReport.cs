using System.Collections.Immutable;

namespace Millrace.Features.Encoders;

/// <summary>What encoding met. A commutative monoid under <see cref="Merge"/>; <see cref="Empty"/> is neutral. Immutable and thread-safe.</summary>
public sealed record EncodingReport
{
    // Stands first: static fields are initialised in textual order.
    private static readonly ImmutableSortedDictionary<string, ColumnEncodingCounts> NoColumns =
        ImmutableSortedDictionary.Create<string, ColumnEncodingCounts>(StringComparer.Ordinal);

    /// <summary>The report of no rows.</summary>
    public static EncodingReport Empty { get; } = new();

    /// <summary>Rows asked for.</summary>
    public long Rows { get; init; }

    /// <summary>Rows left out because a label was missing.</summary>
    public long WithoutLabel { get; init; }

    /// <summary>Rows left out because the weight was missing, negative, NaN or infinite.</summary>
    public long WithoutWeight { get; init; }

    /// <summary>Counts by input column.</summary>
    public ImmutableSortedDictionary<string, ColumnEncodingCounts> Columns { get; init; } = NoColumns;

    /// <summary>The report of both sets of rows together.</summary>
    public static EncodingReport Merge(EncodingReport left, EncodingReport right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var columns = left.Columns.ToBuilder();
        foreach (var (name, counts) in right.Columns)
        {
            var present = columns.GetValueOrDefault(name);
            columns[name] = new ColumnEncodingCounts(present.Missing + counts.Missing, present.Unseen + counts.Unseen);
        }

        return new EncodingReport
        {
            Rows = left.Rows + right.Rows,
            WithoutLabel = left.WithoutLabel + right.WithoutLabel,
            WithoutWeight = left.WithoutWeight + right.WithoutWeight,
            Columns = columns.ToImmutable(),
        };
    }
}

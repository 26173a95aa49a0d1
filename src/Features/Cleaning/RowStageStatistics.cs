using System.Collections.Immutable;
using System.Text.Json;
using Millrace.Features.Hashing;

namespace Millrace.Features.Cleaning;

/// <summary>
/// What the row stage did to a set of rows. A commutative monoid in its bytes: any order and any split of the rows give the same
/// <see cref="ToBytes"/>; <see cref="Empty"/> is the neutral element. Immutable and thread-safe. Holds no personal value.
/// </summary>
public sealed record RowStageStatistics
{
    // Stands first: static fields are initialised in textual order.
    private static readonly ImmutableSortedDictionary<string, long> NoCounts =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Statistics of no rows.</summary>
    public static RowStageStatistics Empty { get; } = new();

    /// <summary>Rows processed, in either mode.</summary>
    public long RowsRead { get; init; }

    /// <summary>Rows given as clean: all that were not quarantined; in scoring mode all.</summary>
    public long RowsClean { get; init; }

    /// <summary>Rows quarantined; 0 in scoring mode.</summary>
    public long RowsQuarantined { get; init; }

    /// <summary>Content hash of the clean rows before duplicates are removed.</summary>
    public ContentHash CleanContent { get; init; }

    /// <summary>Content hash of the quarantined rows as converted to the contract.</summary>
    public ContentHash QuarantinedContent { get; init; }

    /// <summary>
    /// Rows per reason: <c>COLUMN:FAULT</c>, <c>RULE</c>, <c>RULE:unknown</c>. A row counts under each of its reasons. Scoring mode counts what would have
    /// been reasons.
    /// </summary>
    public ImmutableSortedDictionary<string, long> Reasons { get; init; } = NoCounts;

    /// <summary>Cells per fault against the contract (<c>COLUMN:FAULT</c>), whatever the action.</summary>
    public ImmutableSortedDictionary<string, long> Faults { get; init; } = NoCounts;

    /// <summary>Outcomes per rule.</summary>
    public ImmutableSortedDictionary<string, RuleCounts> Rules { get; init; } =
        ImmutableSortedDictionary.Create<string, RuleCounts>(StringComparer.Ordinal);

    /// <summary>Changes per step and column (key <c>STEP/COLUMN</c>).</summary>
    public ImmutableSortedDictionary<string, ChangeLog> Changes { get; init; } =
        ImmutableSortedDictionary.Create<string, ChangeLog>(StringComparer.Ordinal);

    /// <summary>The statistics of both sets of rows together.</summary>
    public static RowStageStatistics Merge(RowStageStatistics left, RowStageStatistics right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new RowStageStatistics
        {
            RowsRead = left.RowsRead + right.RowsRead,
            RowsClean = left.RowsClean + right.RowsClean,
            RowsQuarantined = left.RowsQuarantined + right.RowsQuarantined,
            CleanContent = ContentHash.Merge(left.CleanContent, right.CleanContent),
            QuarantinedContent = ContentHash.Merge(left.QuarantinedContent, right.QuarantinedContent),
            Reasons = Join(left.Reasons, right.Reasons, static (a, b) => a + b),
            Faults = Join(left.Faults, right.Faults, static (a, b) => a + b),
            Rules = Join(left.Rules, right.Rules, RuleCounts.Add),
            Changes = Join(left.Changes, right.Changes, ChangeLog.Merge),
        };
    }

    /// <summary>The statistics as UTF-8 JSON with sorted names: equal statistics give equal bytes.</summary>
    public byte[] ToBytes() => RowStageStatisticsJson.Write(this);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are not such statistics.</exception>
    public static RowStageStatistics FromBytes(ReadOnlySpan<byte> bytes) => RowStageStatisticsJson.Read(bytes);

    private static ImmutableSortedDictionary<string, T> Join<T>(
        ImmutableSortedDictionary<string, T> left, ImmutableSortedDictionary<string, T> right, Func<T, T, T> add)
    {
        var joined = left.ToBuilder();
        foreach (var (key, value) in right)
        {
            joined[key] = joined.TryGetValue(key, out var present) ? add(present, value) : value;
        }

        return joined.ToImmutable();
    }
}

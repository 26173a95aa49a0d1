using Millrace.Jobs.Places;

namespace Millrace.Jobs.Stages.Features;

/// <summary>Rows per part, by what the rows are: a commutative monoid. Not thread-safe.</summary>
internal sealed class SplitCounts
{
    private readonly SortedDictionary<RowRole, PartCounts> _roles = [];

    /// <summary>The counts of one kind of rows.</summary>
    public PartCounts this[RowRole role]
    {
        get
        {
            if (!_roles.TryGetValue(role, out var counts))
            {
                _roles.Add(role, counts = new PartCounts());
            }

            return counts;
        }
    }

    /// <summary>Adds the counts of other rows.</summary>
    public void Merge(SplitCounts other)
    {
        foreach (var (role, counts) in other._roles)
        {
            this[role].Merge(counts);
        }
    }

    /// <summary>The counts as a list, for <see cref="FromList"/>.</summary>
    public IReadOnlyList<long[]> ToList() => [.. _roles.Select(pair => (long[])[(long)pair.Key, .. pair.Value.ToArray()])];

    /// <summary>Reads what <see cref="ToList"/> gave.</summary>
    public static SplitCounts FromList(IReadOnlyList<long[]> list)
    {
        var counts = new SplitCounts();
        foreach (var entry in list)
        {
            counts._roles.Add((RowRole)entry[0], PartCounts.FromArray(entry.AsSpan(1)));
        }

        return counts;
    }
}

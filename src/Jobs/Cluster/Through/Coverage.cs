using System.Globalization;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Cluster.Through;

/// <summary>Which rows of the input accepted reports stand for: a run that was killed reads only the others. Immutable.</summary>
internal sealed class Coverage
{
    // Each range is a comparison for every row that Spark reads.
    private const int MostRanges = 256;
    private readonly IReadOnlyList<CoveredRows> _ranges;
    private readonly IReadOnlyDictionary<int, long> _rowsOfFile;

    private Coverage(IReadOnlyList<CoveredRows> ranges)
    {
        _ranges = ranges;
        _rowsOfFile = ranges.GroupBy(range => range.File).ToDictionary(file => file.Key, file => file.Sum(range => range.Count));
    }

    /// <summary>The coverage as text: equal texts are equal rows.</summary>
    public string Text => string.Join(';', _ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.File}:{range.First}+{range.Count}")));

    /// <summary>What the reports stand for.</summary>
    public static Coverage Of(IEnumerable<ShareReport> reports)
    {
        var ranges = new List<CoveredRows>();
        foreach (var range in reports.SelectMany(report => report.Covered ?? []).OrderBy(range => range.File).ThenBy(range => range.Address).ThenBy(range => range.First))
        {
            Join(ranges, range);
        }

        return new Coverage(ranges);
    }

    /// <summary>Appends rows to a list, as part of the last range where they follow it.</summary>
    public static void Join(List<CoveredRows> ranges, CoveredRows next)
    {
        if (ranges.Count > 0 && ranges[^1] is var last && last.File == next.File && last.Address == next.Address && last.First + last.Count == next.First)
        {
            ranges[^1] = last with { Count = last.Count + next.Count };
            return;
        }

        ranges.Add(next);
    }

    /// <summary>Whether all rows of a file are covered.</summary>
    public bool IsWhole(SnapshotFile file) => file.Rows is { } rows && _rowsOfFile.GetValueOrDefault(file.Ordinal) == rows;

    /// <summary>A condition that holds for rows of the given files that are not covered; null where none of them is.</summary>
    /// <param name="files">The files that are read.</param>
    /// <param name="address">The column of the address's hash.</param>
    /// <param name="row">The column of the row's number.</param>
    public string? Remaining(IReadOnlyList<SnapshotFile> files, string address, string row)
    {
        var ordinals = files.Select(file => file.Ordinal).ToHashSet();
        var terms = _ranges.Where(range => ordinals.Contains(range.File)).Select(range => string.Create(
            CultureInfo.InvariantCulture, $"({address} = {range.Address}L AND {row} >= {range.First}L AND {row} < {range.First + range.Count}L)")).ToArray();
        return terms.Length == 0 ? null : $"NOT ({string.Join(" OR ", terms)})";
    }

    /// <summary>Whether a condition over the ranges is worth it; with too many, all is read again.</summary>
    /// <param name="files">The files behind the input.</param>
    public bool IsUsable(IReadOnlyList<SnapshotFile> files)
    {
        var whole = files.Where(IsWhole).Select(file => file.Ordinal).ToHashSet();
        return _ranges.Count(range => !whole.Contains(range.File)) <= MostRanges;
    }
}

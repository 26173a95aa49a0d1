using System.Globalization;
using Millrace.Jobs.Engine.DuckDb;

namespace Millrace.Jobs.Engine.Relations;

/// <summary>The most frequent texts of a column. DuckDB orders text by its bytes, so ties fall the same way everywhere.</summary>
internal static class TopValues
{
    public static IReadOnlyList<ValueCount> Run(
        DuckDbSession session, IReadOnlyList<string> files, CountedValues values, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (files.Count == 0)
        {
            return [];
        }

        var name = DuckDbSession.Name(values.Column);
        var rows = values.RowsColumn is { } given ? $"sum({DuckDbSession.Name(given)})::BIGINT" : "count(*)";
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {name}, {rows} FROM {Relation.Source(files)} WHERE {name} IS NOT NULL GROUP BY {name} ORDER BY 2 DESC, 1 ASC LIMIT {count}");
        return [.. SmallResult.Read(session, query, cancellationToken).Select(row => new ValueCount((string)row[0]!, (long)row[1]!))];
    }
}

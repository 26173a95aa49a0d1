using System.Globalization;

namespace Millrace.Jobs.Relations;

/// <summary>The questions whose answers a step's report is made of, as statements of one row of int64. Pure.</summary>
/// <param name="dialect">How names are quoted.</param>
internal sealed class RelationStatistics(SqlDialect dialect)
{
    /// <summary>
    /// How the keys of two tables meet: rows with a key, of them matched, distinct keys, of them without match; the same of the other table's keys; pairs;
    /// most matches of a row; and rows of any set with more than one match.
    /// </summary>
    /// <remarks>Of rows, clean ones are counted; the last two answers cover all sets.</remarks>
    public string Keys(IReadOnlyList<PlanKey> keys, PlanTable of, string ofView, PlanTable with, string withView)
    {
        var names = keys.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"_key{i}")).ToList();
        var clean = of.IsRows ? $"CASE WHEN {N(PlanTable.Set)} = 0 THEN 1 END" : "*";
        var on = string.Join(" AND ", names.Select(name => $"l.{N(name)} = r.{N(name)}"));
        return $"""
            WITH l AS ({Counts(keys.Select(key => key.Left), names, ofView, $"count({clean}) AS n, count(*) AS a", Present(keys.Select(key => key.Left), isClean: false))}),
            r AS ({Counts(keys.Select(key => key.Right), names, withView, "count(*) AS n", Present(keys.Select(key => key.Right), with.IsRows))})
            SELECT {Sum("l.n")}, {Sum("CASE WHEN r.n IS NOT NULL THEN l.n END")}, {Sum("CASE WHEN l.n > 0 THEN 1 END")}, {Sum("CASE WHEN l.n > 0 AND r.n IS NULL THEN 1 END")},
              {Sum("r.n")}, {Sum("CASE WHEN r.n IS NOT NULL THEN 1 END")}, {Sum("CASE WHEN r.n IS NOT NULL AND l.n IS NULL THEN 1 END")},
              {Sum("l.n * r.n")}, coalesce(max(CASE WHEN l.n IS NOT NULL THEN r.n END), 0), {Sum("CASE WHEN r.n > 1 THEN l.a END")}
            FROM l FULL OUTER JOIN r ON {on}
            """;
    }

    /// <summary>Clean rows of a table; of them with a hit; of them with a row not later but too old.</summary>
    public string Hits(PlanTable table, string view, bool hasEarlier) =>
        $"SELECT count(*), count({N(RelationSql.Hit)}), {Sum(hasEarlier ? $"CASE WHEN {N(RelationSql.Hit)} IS NULL AND {N(RelationSql.Earlier)} > 0 THEN 1 END" : "0")} FROM {view}{WhereClean(table)}";

    /// <summary>Rows of a table by set, sets with rows only.</summary>
    public string Rows(PlanTable table, string view) => table.IsRows
        ? $"SELECT CAST({N(PlanTable.Set)} AS BIGINT), count(*) FROM {view} GROUP BY {N(PlanTable.Set)}"
        : $"SELECT CAST(0 AS BIGINT), count(*) FROM {view}";

    /// <summary>Clean rows with every key and time present.</summary>
    public string Keyed(IEnumerable<string> files, PlanTable table, string view) => $"SELECT count(*) FROM {view} WHERE {Present(files, table.IsRows)}";

    /// <summary>Rows of a result to which something later than the label's time was brought.</summary>
    public string Later(PlanStep step, string view) =>
        $"SELECT count(*) FROM {view} WHERE {string.Join(" OR ", step.Checked.Select(file => $"{N(file)} > {N(step.LabelTime!)}"))}";

    /// <summary>Smallest and largest value of a file column, and rows.</summary>
    public string Bounds(string file, string view) => $"SELECT coalesce(min({N(file)}), 0), coalesce(max({N(file)}), 0), count(*) FROM {view}";

    private string Counts(IEnumerable<string> files, IReadOnlyList<string> names, string view, string counts, string present)
    {
        var list = files.ToList();
        return $"SELECT {string.Concat(list.Zip(names, (file, name) => $"{N(file)} AS {N(name)}, "))}{counts} FROM {view} WHERE {present} GROUP BY {string.Join(", ", list.Select(N))}";
    }

    private string Present(IEnumerable<string> files, bool isClean)
    {
        var present = files.Select(file => $"{N(file)} IS NOT NULL");
        return string.Join(" AND ", isClean ? present.Append($"{N(PlanTable.Set)} = 0") : present);
    }

    private string WhereClean(PlanTable table) => table.IsRows ? $" WHERE {N(PlanTable.Set)} = 0" : "";

    private static string Sum(string value) => $"CAST(coalesce(sum({value}), 0) AS BIGINT)";

    private string N(string name) => dialect.Name(name);
}

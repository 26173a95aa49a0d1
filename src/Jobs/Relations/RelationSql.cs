using Millrace.Jobs.Places;
using System.Globalization;
using Millrace.Jobs.Specification.Relations;

namespace Millrace.Jobs.Relations;

/// <summary>
/// The statements of the plan's steps, one text for every engine. They use names, equality, orders with nulls spelled out, range frames over int64, integer
/// sums, counts, minima and maxima, and nothing to which engines could give different meanings. Pure.
/// </summary>
/// <param name="dialect">How names are quoted.</param>
/// <param name="isWide">Whether a file column's sums may exceed an int64.</param>
internal sealed class RelationSql(SqlDialect dialect, Func<string, bool> isWide)
{
    private const string Time = "_at";
    private const string Side = "_side";
    private const string Number = "_number";

    /// <summary>File column of a step's result, for its report: null where the row found nothing.</summary>
    public const string Hit = "_hit";

    /// <summary>File column of an as-of join's result: how many rows were not later, whatever their age.</summary>
    public const string Earlier = "_earlier";

    /// <summary>The rows that a step makes.</summary>
    /// <param name="step">The step.</param>
    /// <param name="of">View of its own table.</param>
    /// <param name="with">View of the other; unused where there is none.</param>
    public string Rows(PlanStep step, string of, string with) => step switch
    {
        PlanJoin join => Join(join, of, with),
        PlanAsOf asOf => AsOf(asOf, of, with),
        PlanWindow window => Window(window, of, with),
        PlanGroup group => Group(group, of),
        PlanDistinct distinct => Distinct(distinct, of),
        _ => throw new ArgumentException($"{step.GetType().Name} has no statement."),
    };

    /// <summary>The rows of several sets as one table.</summary>
    public string Union(PlanTable rows, IEnumerable<(RowRole Set, string View)> sets)
    {
        var files = rows.Files.Where(file => file != PlanTable.Set).ToList();
        return string.Join("\nUNION ALL\n", sets.Select(set => $"SELECT {List(files)}, {Text((int)set.Set)} AS {N(PlanTable.Set)} FROM {set.View}"));
    }

    /// <summary>The rows of one set, as what C# finishes.</summary>
    public string OfSet(PlanTable rows, string view, RowRole set) =>
        $"SELECT {List([.. rows.Columns.SelectMany(column => column.Parts), .. PlanTable.Hash, "_source_file", "_source_row"])} FROM {view} WHERE {N(PlanTable.Set)} = {Text((int)set)}";

    private string Join(PlanJoin step, string of, string with)
    {
        var on = string.Join(" AND ", step.Keys.Select(key => $"{L(key.Left)} = {R(key.Right)}"));
        if (step.Kind is JoinKind.Semi or JoinKind.Anti)
        {
            return $"SELECT {Left(step.Of)} FROM {of} AS l WHERE {(step.Kind == JoinKind.Anti ? "NOT " : "")}EXISTS (SELECT 1 FROM {with} AS r WHERE {on})";
        }

        var takes = string.Concat(step.Takes.Select(take => $", {R(take.From)} AS {N(take.To)}"));
        return $"SELECT {Left(step.Of)}{takes} FROM {of} AS l {(step.Kind == JoinKind.Left ? "LEFT" : "INNER")} JOIN {with} AS r ON {on}";
    }

    // Both tables in one sequence, ordered by time: a row's match is the last of the other table before it, which is the one with the number that counting gives.
    // The age stands as a comparison of one side with the other, which DuckDB's hash join takes; as an expression over both it would compare every pair.
    private string AsOf(PlanAsOf step, string of, string with)
    {
        var keys = Keys(step.Keys);
        var mine = step.Of.Files.ToList();
        var partition = keys.Count == 0 ? "" : $"PARTITION BY {List(keys)} ";
        var rightPartition = keys.Count == 0 ? "" : $"PARTITION BY {List(step.Keys.Select(key => key.Right))} ";
        var order = $"{N(step.Time.Right)} NULLS LAST{string.Concat(step.With.Tie.Select(tie => $", {N(tie)} NULLS LAST"))}";
        var match = string.Concat(keys.Select(key => $" AND s.{N(key)} = r.{N(key)}"));
        return $"""
            WITH r AS (
              SELECT {Pairs(step.Keys.Select(key => key.Right), keys)}{N(step.Time.Right)} AS {N(Time)}, row_number() OVER ({rightPartition}ORDER BY {order}) AS {N(Number)}{string.Concat(step.Takes.Select(take => $", {N(take.From)} AS {N(take.To)}"))}
              FROM {with} WHERE {Present(step.Keys.Select(key => key.Right).Append(step.Time.Right), step.With)}),
            u AS (
              SELECT {List(mine)}, {Pairs(step.Keys.Select(key => key.Left), keys)}{N(step.Time.Left)} AS {N(Time)}, 1 AS {N(Side)} FROM {of}
              UNION ALL
              SELECT {Nulls(mine)}, {string.Concat(keys.Select(key => N(key) + ", "))}{N(Time)}, {(step.Equal ? 0 : 2)} AS {N(Side)} FROM r),
            s AS (
              SELECT {List(mine)}, {string.Concat(keys.Select(key => N(key) + ", "))}{N(Time)}, {N(Side)},
                count(CASE WHEN {N(Side)} <> 1 THEN 1 END) OVER ({partition}ORDER BY {N(Time)} NULLS FIRST, {N(Side)} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS {N(Number)}
              FROM u)
            SELECT {List(mine, "s")}{string.Concat(step.Takes.Select(take => $", r.{N(take.To)}"))}, r.{N(Number)} AS {N(Hit)}, s.{N(Number)} AS {N(Earlier)}
            FROM s LEFT JOIN r ON s.{N(Number)} = r.{N(Number)}{match} AND s.{N(Time)} - {Text(step.Within)} <= r.{N(Time)}
            WHERE s.{N(Side)} = 1
            """;
    }

    private string Window(PlanWindow step, string of, string with)
    {
        var keys = Keys(step.Keys);
        var mine = step.Of.Files.ToList();
        var sources = step.Aggregates.Select(aggregate => aggregate.Column).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var inner = sources.ConvertAll(source => $"_of_{source}");
        var partition = keys.Count == 0 ? "" : $"PARTITION BY {List(keys)} ";
        var frame = $"OVER ({partition}ORDER BY {N(Time)} NULLS FIRST RANGE BETWEEN {Text(step.From)} PRECEDING AND {Text(step.To)} PRECEDING)";
        var values = step.Aggregates.Select(aggregate => $", {Value(aggregate, aggregate.Column is { } source ? N($"_of_{source}") : N(Side), frame)} AS {N(aggregate.To)}");
        return $"""
            WITH u AS (
              SELECT {List(mine)}, {Pairs(step.Keys.Select(key => key.Left), keys)}{N(step.Time.Left)} AS {N(Time)}, NULL AS {N(Side)}{string.Concat(inner.Select(name => $", NULL AS {N(name)}"))} FROM {of}
              UNION ALL
              SELECT {Nulls(mine)}, {Pairs(step.Keys.Select(key => key.Right), keys)}{N(step.Time.Right)}, 1{string.Concat(sources.Select(source => $", {N(source)}"))}
              FROM {with} WHERE {Present(step.Keys.Select(key => key.Right).Append(step.Time.Right), step.With)}),
            s AS (
              SELECT {List(mine)}, {N(Side)}{string.Concat(values)}, count({N(Side)}) {frame} AS {N(Hit)} FROM u)
            SELECT {List(mine)}{string.Concat(step.Aggregates.Select(aggregate => ", " + N(aggregate.To)))}, CASE WHEN {N(Hit)} > 0 THEN {N(Hit)} END AS {N(Hit)}
            FROM s WHERE {N(Side)} IS NULL
            """;
    }

    private string Group(PlanGroup step, string of)
    {
        var values = step.Aggregates.Select(aggregate => $", {Value(aggregate, aggregate.Column is { } source ? N(source) : "*", "")} AS {N(aggregate.To)}");
        return $"SELECT {List(step.By)}{string.Concat(values)} FROM {of} WHERE {Present(step.By, step.Of)} GROUP BY {List(step.By)}";
    }

    private string Distinct(PlanDistinct step, string of)
    {
        var files = step.Of.Files.ToList();
        var keys = step.Of.IsRows ? [.. step.By, PlanTable.Set] : step.By;
        IEnumerable<string> order =
        [
            .. step.Keep.Select(keep => $"{N(keep.Column)} {(keep.Largest ? "DESC" : "ASC")} NULLS LAST"),
            .. step.Of.Tie.Concat(step.Of.IsRows ? ["_source_file", "_source_row"] : []).Select(tie => $"{N(tie)} ASC NULLS LAST"),
        ];
        var others = string.Concat(step.By.Select(key => $" OR {N(key)} IS NULL")) + (step.Of.IsRows ? $" OR {N(PlanTable.Set)} <> 0" : "");
        return $"""
            SELECT {List(files)}
            FROM (SELECT {List(files)}, row_number() OVER (PARTITION BY {List(keys)} ORDER BY {string.Join(", ", order)}) AS {N(Number)} FROM {of}) AS s
            WHERE {N(Number)} = 1{others}
            """;
    }

    private string Value(PlanAggregate aggregate, string source, string frame)
    {
        var wide = aggregate.Column is { } column && isWide(column);
        var over = frame.Length == 0 ? "" : " " + frame;
        return aggregate.Function switch
        {
            AggregateFunction.Count => $"count({source}){over}",
            AggregateFunction.Min => $"min({source}){over}",
            AggregateFunction.Max => $"max({source}){over}",
            _ when wide => $"CAST(sum(CAST({source} AS DECIMAL(38,0))){over} AS DECIMAL(38,0))",
            _ => $"CAST(sum({source}){over} AS BIGINT)",
        };
    }

    private string Present(IEnumerable<string> columns, PlanTable table)
    {
        var present = columns.Select(column => $"{N(column)} IS NOT NULL");
        return string.Join(" AND ", table.IsRows ? present.Append($"{N(PlanTable.Set)} = 0") : present);
    }

    private string Left(PlanTable table) => List(table.Files, "l");

    private static List<string> Keys(IReadOnlyList<PlanKey> keys) => [.. keys.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"_key{i}"))];

    private string Pairs(IEnumerable<string> from, IEnumerable<string> to) => string.Concat(from.Zip(to, (source, name) => $"{N(source)} AS {N(name)}, "));

    private string List(IEnumerable<string> names) => string.Join(", ", names.Select(N));

    private string List(IEnumerable<string> names, string alias) => string.Join(", ", names.Select(name => dialect.Name(alias, name)));

    private string Nulls(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"NULL AS {N(name)}"));

    private string N(string name) => dialect.Name(name);

    private string L(string name) => dialect.Name("l", name);

    private string R(string name) => dialect.Name("r", name);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Sql;

/// <summary>Functions that mean something in a grouping only, against the same query in SQL.</summary>
public sealed class GroupingFunctionTests(SparkFixture spark)
{
    private const string Times = "(SELECT id, timestamp_seconds(id * id * 50) AS t FROM range(0, 6, 1, 1))";
    private const string Keys = "(SELECT id % 2 AS g, id % 3 AS h FROM range(0, 6, 1, 1))";

    private static readonly (Column Call, string Sql)[] Windows =
    [
        (Window(Col("t"), "2 minutes"), "window(t, '2 minutes')"), (Window(Col("t"), Lit("2 minutes")), "window(t, '2 minutes')"),
        (Window(Col("t"), "2 minutes", "1 minute"), "window(t, '2 minutes', '1 minute')"), (Window(Col("t"), Lit("2 minutes"), Lit("1 minute")), "window(t, '2 minutes', '1 minute')"),
        (Window(Col("t"), "2 minutes", "1 minute", "30 seconds"), "window(t, '2 minutes', '1 minute', '30 seconds')"),
        (Window(Col("t"), Lit("2 minutes"), Lit("1 minute"), Lit("30 seconds")), "window(t, '2 minutes', '1 minute', '30 seconds')"),
        (SessionWindow(Col("t"), Lit("200 seconds")), "session_window(t, '200 seconds')"), (Session_Window(Col("t"), "200 seconds"), "session_window(t, '200 seconds')"),
        (Session_Window(Col("t"), Lit("200 seconds")), "session_window(t, '200 seconds')"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_are_grouped_by_windows_of_time()
    {
        await using SparkSession session = await spark.SessionAsync();
        foreach ((Column call, string sql) in Windows)
        {
            string name = sql[..sql.IndexOf('(', StringComparison.Ordinal)];
            await SameAsync(
                session, session.Sql("SELECT * FROM " + Times).GroupBy(call).Agg(Count(Lit(1)), Min("id")).OrderBy(name),
                $"SELECT {name}, count(1), min(id) FROM {Times} GROUP BY {sql} ORDER BY {name}");
        }
    }

    [Fact]
    public async Task A_window_stands_for_a_time()
    {
        await using SparkSession session = await spark.SessionAsync();
        await SameAsync(
            session, session.Sql("SELECT * FROM " + Times).GroupBy(Window(Col("t"), "2 minutes")).Agg(Count(Lit(1)).As("n")).Select(WindowTime(Col("window")).As("moment"), Col("n")).OrderBy("moment"),
            $"SELECT window_time(window) AS moment, n FROM (SELECT window, count(1) AS n FROM {Times} GROUP BY window(t, '2 minutes')) ORDER BY moment");
    }

    [Fact]
    public async Task Grouping_sets_say_what_is_summed_over()
    {
        await using SparkSession session = await spark.SessionAsync();
        await SameAsync(
            session, session.Sql("SELECT * FROM " + Keys).Cube("g", "h")
                .Agg(Grouping("g"), Grouping(Col("h")), GroupingId(Col("g"), Col("h")), GroupingId("g", "h"), GroupingId(), Count(Lit(1))).OrderBy("g", "h"),
            $"SELECT g, h, grouping(g), grouping(h), grouping_id(g, h), grouping_id(g, h), grouping_id(), count(1) FROM {Keys} GROUP BY CUBE(g, h) ORDER BY g, h");
    }

    private static async Task SameAsync(SparkSession session, DataFrame called, string sql)
    {
        IReadOnlyList<Row> expected = await (await session.SqlAsync(sql, Token)).CollectAsync(Token);
        IReadOnlyList<Row> rows = await called.CollectAsync(Token);
        Assert.NotEmpty(expected);
        Assert.True(
            rows.Count == expected.Count && rows.Zip(expected).All(static pair => ClrTypes.ValuesEqual(pair.First.Values, pair.Second.Values)),
            $"{sql}: {string.Join(" ", rows)} instead of {string.Join(" ", expected)}");
    }
}

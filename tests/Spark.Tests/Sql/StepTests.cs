using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Sql;

/// <summary>The steps of a DataFrame that <see cref="DataFrameTests"/> leaves, against a real Spark.</summary>
public sealed class StepTests(SparkFixture spark)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<string> TextAsync(DataFrame rows) =>
        string.Join(" ", (await rows.CollectAsync(Token)).Select(static r => r.ToString()));

    [Fact]
    public async Task Views_are_made_once_or_replaced_for_a_session_or_for_all()
    {
        await using SparkSession session = await spark.SessionAsync();
        session.Range(3).CreateTempView("once");
        Assert.Equal("TEMP_TABLE_OR_VIEW_ALREADY_EXISTS", Assert.ThrowsAny<AnalysisException>(() => session.Range(4).CreateTempView("once")).ErrorClass);
        session.Range(5).CreateGlobalTempView("everyones");
        session.Range(6).CreateOrReplaceGlobalTempView("everyones");
        await using SparkSession other = await session.NewSessionAsync(Token);
        Assert.Equal(6, other.Table("global_temp.everyones").Count());
        Assert.True(session.Catalog.DropGlobalTempView("everyones"));
        Assert.False(session.Catalog.DropGlobalTempView("everyones"));
    }

    [Fact]
    public async Task Sets_keep_duplicates_where_asked()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame twice = session.Range(2).Union(session.Range(2));
        Assert.Equal(4, twice.IntersectAll(twice).Count());
        Assert.Equal("[0] [1]", await TextAsync(twice.ExceptAll(session.Range(2)).OrderBy("id")));
    }

    [Fact]
    public async Task Tables_are_turned_and_regrouped()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame table = session.Sql("SELECT * FROM VALUES ('a', 1, 10), ('b', 2, 20) AS t(k, x, y)");
        Assert.Equal("[a,x,1] [a,y,10] [b,x,2] [b,y,20]", await TextAsync(table.Melt([Col("k")], [Col("x"), Col("y")], "what", "value").OrderBy("k", "what")));
        Assert.Equal("[x,1,2] [y,10,20]", await TextAsync(table.Transpose(Col("k"))));
        Assert.Equal("[null,3] [a,1] [b,2]", await TextAsync(table.GroupingSets([[Col("k")], []], Col("k")).Sum("x").OrderBy("k")));
        Assert.Equal("[1.5,15]", await TextAsync(table.GroupBy().Avg("x").CrossJoin(table.GroupBy().Mean("y"))));
    }

    [Fact]
    public async Task Rows_come_some_or_one_by_one_and_plans_are_shown()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame rows = session.Range(0, 100, 1, 3);
        Assert.Equal([0L, 1L], rows.Take(2).Select(static r => r.GetAs<long>(0)));
        Assert.Equal(3, rows.Head(3).Count());
        Assert.Equal(0L, rows.Head().GetAs<long>(0));
        Assert.Equal(4950L, rows.ToLocalIterator().Sum(static r => r.GetAs<long>(0)));
        long sum = 0;
        await foreach (Row row in rows.ToRowsAsync(Token))
        {
            sum += row.GetAs<long>(0);
        }

        Assert.Equal(4950L, sum);
        Assert.Equal(rows.SemanticHash(), session.Range(0, 100, 1, 3).SemanticHash());
        Assert.False(rows.IsLocal());
        rows.Show(1);
        rows.PrintSchema();
        rows.Explain(true);
        Assert.Equal(100, rows.Cache().Count());
        rows.Unpersist();
    }

    [Fact]
    public async Task A_merge_is_refused_by_a_source_that_cannot_as_its_SQL_is()
    {
        await using SparkSession session = await spark.SessionAsync();
        session.Sql("DROP TABLE IF EXISTS merged");
        session.Range(3).WithColumn("v", Lit(1)).Write().SaveAsTable("merged");
        DataFrame changes = session.Range(2, 5).WithColumn("v", Lit(2));
        changes.CreateOrReplaceTempView("changes");
        MergeIntoWriter merge = changes.As("changes").MergeInto("merged", Col("merged.id") == Col("changes.id"))
            .WhenMatchedUpdateAll(Col("changes.v") > 1)
            .WhenMatchedUpdate(new Dictionary<string, Column> { ["v"] = Col("changes.v") }, Col("changes.v") == 1)
            .WhenMatchedDelete()
            .WhenNotMatchedInsertAll(Col("changes.v") > 1)
            .WhenNotMatchedInsert(new Dictionary<string, Column> { ["id"] = Col("changes.id"), ["v"] = Col("changes.v") })
            .WhenNotMatchedBySourceUpdate(new Dictionary<string, Column> { ["v"] = Lit(0) }, Col("merged.v") == 1)
            .WhenNotMatchedBySourceDelete();
        var refused = await Assert.ThrowsAnyAsync<SparkException>(() => merge.MergeAsync(Token));
        var asSql = await Assert.ThrowsAnyAsync<SparkException>(async () => await (await session.SqlAsync(
            "MERGE INTO merged USING changes ON merged.id = changes.id WHEN MATCHED AND changes.v > 1 THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *", Token)).CollectAsync(Token));
        Assert.Equal(asSql.ErrorClass, refused.ErrorClass);
        Assert.StartsWith("UNSUPPORTED_FEATURE.TABLE_OPERATION", refused.ErrorClass, StringComparison.Ordinal);
        session.Sql("DROP TABLE merged");
    }

    [Fact]
    public async Task Sessions_are_made_remembered_and_interrupted()
    {
        var slow = new SlowQuery();
        await using SparkSession session = await slow.SessionAsync(spark);
        await using SparkSession other = await session.NewSessionAsync(Token);
        await session.Conf().SetAsync("spark.sql.shuffle.partitions", "7", Token);
        Assert.Equal("7", (await session.Conf().GetAllAsync(Token))["spark.sql.shuffle.partitions"]);
        Assert.NotEqual("7", (await other.Conf().GetAllAsync(Token))["spark.sql.shuffle.partitions"]);
        SparkSession? before = SparkSession.GetActiveSession();
        SparkSession.SetActiveSession(other);
        Assert.Same(other, SparkSession.GetActiveSession());
        SparkSession.ClearActiveSession();
        Assert.Null(SparkSession.GetActiveSession());
        if (before is not null)
        {
            SparkSession.SetActiveSession(before);
        }

        Task<long> running = SlowQuery.Of(session).CountAsync(Token);
        await slow.Running;
        IReadOnlyList<string> interrupted = await session.InterruptAllAsync(Token);
        Assert.Single(interrupted);
        await Assert.ThrowsAsync<OperationInterruptedException>(() => running);
        Assert.Empty(await session.InterruptOperationAsync(Guid.NewGuid().ToString("D"), Token));
    }
}

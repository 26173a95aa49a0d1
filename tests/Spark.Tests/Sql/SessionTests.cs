using Millrace.Spark.Connect;
using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Sql;

public class SessionTests(SparkFixture spark)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settings_are_read_set_and_unset()
    {
        await using SparkSession session = await spark.SessionAsync();
        RuntimeConfig config = session.Conf();
        config.Set("spark.sql.shuffle.partitions", 7L);
        Assert.Equal("7", config.Get("spark.sql.shuffle.partitions"));
        config.Unset("spark.sql.shuffle.partitions");
        Assert.NotEqual("7", config.Get("spark.sql.shuffle.partitions"));
        Assert.Equal("x", config.Get("no.such.setting", "x"));
        Assert.True(config.IsModifiable("spark.sql.ansi.enabled"));
        Assert.False(config.IsModifiable("spark.driver.memory"));
        Assert.StartsWith("4.", session.Version(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_table_is_an_analysis_error_with_its_class()
    {
        await using SparkSession session = await spark.SessionAsync();
        AnalysisException e = await Assert.ThrowsAsync<AnalysisException>(() => session.Table("no_such_table").CollectAsync(Token));
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", e.ErrorClass);
        Assert.Equal("42P01", e.SqlState);
        Assert.Equal("`no_such_table`", e.Error.MessageParameters["relationName"]);
    }

    [Fact]
    public async Task Text_that_is_no_SQL_is_a_parse_error()
    {
        await using SparkSession session = await spark.SessionAsync();
        ParseException e = await Assert.ThrowsAsync<ParseException>(() => session.SqlAsync("SELEKT 1", Token));
        Assert.Equal("PARSE_SYNTAX_ERROR", e.ErrorClass);
    }

    [Fact]
    public async Task A_failing_row_tells_class_and_query_part()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame query = await session.SqlAsync("SELECT 1 / (id - id) FROM range(3)", Token);
        SparkException e = await Assert.ThrowsAsync<SparkException>(() => query.CollectAsync(Token));
        Assert.Equal("DIVIDE_BY_ZERO", e.ErrorClass);
        Assert.Contains("java.lang.ArithmeticException", e.Error.Classes);
        Assert.Contains(e.Error.QueryContexts, static c => c.Fragment == "1 / (id - id)");
    }

    [Fact]
    public async Task Named_parameters_of_SQL_take_values()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame rows = await session.SqlAsync("SELECT :a + 1 AS x, :b AS y", new Dictionary<string, object?> { ["a"] = 41, ["b"] = "t" }, Token);
        Row row = (await rows.FirstAsync(Token))!;
        Assert.Equal((42, "t"), (row.GetAs<int>("x"), row.GetAs<string>("y")));
    }

    [Fact]
    public async Task An_operation_is_interrupted_by_its_tag()
    {
        var query = new SlowQuery();
        await using SparkSession session = await query.SessionAsync(spark);
        session.AddTag("slow");
        Task<long> slow = SlowQuery.Of(session).CountAsync(Token);
        await query.Running;
        IReadOnlyList<string> ended = await session.InterruptTagAsync("slow", Token);
        Assert.NotEmpty(ended);
        OperationInterruptedException e = await Assert.ThrowsAsync<OperationInterruptedException>(() => slow.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.Equal("OPERATION_CANCELED", e.ErrorClass);
        session.RemoveTag("slow");
        Assert.Equal(3, await session.Range(3).CountAsync(Token));
    }

    [Fact]
    public async Task Cancelling_a_read_interrupts_the_query_and_the_session_goes_on()
    {
        await using SparkSession session = await spark.SessionAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        int batches = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Apache.Arrow.RecordBatch batch in session.Range(0, 50_000_000, 1, 50).ToArrowStream(cancel.Token))
            {
                batches++;
                await cancel.CancelAsync();
            }
        });
        Assert.Equal(1, batches);
        Assert.Equal(5, await session.Range(5).CountAsync(Token));
    }

    [Fact]
    public async Task Progress_messages_reach_the_listener()
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<OperationProgress>();
        await using SparkSession session = await SparkSession.Builder().Remote((await spark.ServerAsync()).Url)
            .Config("spark.connect.progress.reportInterval", "50ms").Progress(new Relay(seen.Enqueue)).CreateAsync(Token);
        await session.Range(0, 40_000_000, 1, 4).Select(Sum(XXHash64(Col("id")).BitwiseAND(1L))).CollectAsync(Token);
        Assert.All(seen, static p => Assert.True(p.Stages.All(static s => s.CompletedTasks <= s.Tasks)));
        Assert.NotEmpty(seen);
    }

    [Fact]
    public async Task Observed_values_come_with_the_run()
    {
        await using SparkSession session = await spark.SessionAsync();
        await session.Range(10).Observe("seen", Count(Lit(1)).As("n"), Max(Col("id")).As("top")).CollectAsync(Token);
        Row metrics = session.ObservedMetrics("seen")!;
        Assert.Equal((10L, 9L), (metrics.GetAs<long>("n"), metrics.GetAs<long>("top")));
    }

    [Fact]
    public async Task Large_local_data_goes_up_once_and_comes_back()
    {
        await using SparkSession session = await spark.SessionAsync();
        var schema = new Millrace.Spark.Sql.Types.StructType([new("n", new Millrace.Spark.Sql.Types.LongType(), false)]);
        DataFrame data = await session.CreateDataFrameAsync(Enumerable.Range(0, 300_000).Select(static i => new GenericRow([(long)i])), schema, Token);
        Assert.Equal(Protos.Relation.RelTypeOneofCase.CachedLocalRelation, data.Relation.RelTypeCase);
        Assert.Equal(299_999L * 300_000 / 2, (await data.Agg(Sum("n")).FirstAsync(Token))!.GetAs<long>(0));
    }

    [Fact]
    public async Task A_file_and_a_folder_go_up()
    {
        await using SparkSession session = await spark.SessionAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("millrace-test-");
        try
        {
            string file = Path.Combine(folder.FullName, "data.bin");
            await File.WriteAllBytesAsync(file, new byte[200_000], Token);
            await session.AddFileAsync(file, "data.bin", Token);
            await session.AddArchiveAsync(folder.FullName, "folder", Token);
            IReadOnlySet<string> there = await session.Client.ExistingArtifactsAsync(["cache/none"], Token);
            Assert.Empty(there);
            await Assert.ThrowsAsync<ArgumentException>(() => session.AddFileAsync(file, "../up", Token));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Relay(Action<OperationProgress> report) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => report(value);
    }
}

using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;
using Millrace.Spark.Worker.Commands;

namespace Millrace.Spark.Tests.Worker;

/// <summary>C# operators inside the executors of a real Spark.</summary>
public class RealSparkTests(SparkFixture spark)
{
    private static readonly StructType LongColumn = new([new StructField("id", new LongType())]);
    private static readonly StructType TextColumn = new([new StructField("told", new StringType())]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_go_through_an_operator_unchanged()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        DataFrame mapped = session.Range(0, 10_000, 1, 4).MapBatches("identity", LongColumn);
        Row row = (await mapped.Agg(Functions.Count("id"), Functions.Sum("id")).FirstAsync(Token))!;
        Assert.Equal((10_000L, 49_995_000L), (row.GetAs<long>(0), row.GetAs<long>(1)));
    }

    [Fact]
    public async Task What_an_operator_throws_reaches_the_driver_and_the_session_goes_on()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        var failure = await Assert.ThrowsAsync<ExecutorFunctionException>(() => session.Range(10).MapBatches("fail", LongColumn).CollectAsync(Token));
        Assert.NotNull(failure.Failure);
        Assert.Equal(ExecutorFailureKind.Function, failure.Failure.Kind);
        Assert.Equal(typeof(InvalidOperationException).FullName, failure.Failure.ExceptionType);
        Assert.EndsWith("does not like its data", failure.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("TestOperators", failure.Failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal("fail", failure.Failure.Operator);
        Assert.Equal(10, await session.Range(10).MapBatches("identity", LongColumn).CountAsync(Token));
    }

    /// <summary>The operator fails while Spark still writes to it: closing the connection at once would reset it, and Spark would report a crash.</summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(3_000_000)]
    public async Task A_failure_is_told_whatever_Spark_still_sends(int rows)
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        for (int i = 0; i < 5; i++)
        {
            var failure = await Assert.ThrowsAsync<ExecutorFunctionException>(() => session.Range(0, rows, 1, 1).MapBatches("fail", LongColumn).CollectAsync(Token));
            Assert.Equal(ExecutorFailureKind.Function, failure.Failure?.Kind);
        }
    }

    [Fact]
    public async Task What_the_worker_would_refuse_is_refused_before_anything_is_sent()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        DataFrame rows = session.Range(1);
        Assert.Contains("no operator named", Assert.Throws<CommandRefusedException>(() => rows.MapBatches("no-such", LongColumn)).Message, StringComparison.Ordinal);
        Assert.Contains("takes no settings", Assert.Throws<CommandRefusedException>(() => rows.MapBatches("identity", 7, LongColumn)).Message, StringComparison.Ordinal);
        Assert.Contains("settings of type", Assert.Throws<CommandRefusedException>(() => rows.MapBatches("gather", 7, TextColumn)).Message, StringComparison.Ordinal);
        await using SparkSession without = await spark.SessionAsync();
        Assert.Throws<InvalidOperationException>(() => without.Range(1).MapBatches("identity", LongColumn));
    }

    [Fact]
    public async Task Another_build_of_the_application_is_refused_by_the_executor()
    {
        await using SparkSession session = await spark.SessionAsync();
        await session.UseWorkerAsync(SparkFixture.WorkerApp with { Assembly = typeof(RealSparkTests).Assembly }, Token);
        var failure = await Assert.ThrowsAsync<ExecutorFunctionException>(() => session.Range(1).MapBatches("identity", LongColumn).CollectAsync(Token));
        Assert.Equal(ExecutorFailureKind.Refused, failure.Failure?.Kind);
        Assert.Contains("same build", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_need_not_read_all_of_its_input()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        long rows = await session.Range(0, 100_000, 1, 1).MapBatches("first-batch-only", LongColumn).CountAsync(Token);
        Assert.InRange(rows, 1, 99_999);
    }

    [Fact]
    public async Task A_worker_that_dies_ends_its_query_with_the_suspect_named_and_not_the_session()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        var failure = await Assert.ThrowsAsync<ExecutorFunctionException>(() => session.Range(10).MapBatches("crash", LongColumn).CollectAsync(Token));
        Assert.Equal(ExecutorFailureKind.Crash, failure.Failure?.Kind);
        Assert.Contains(failure.Failure!.Assignments, static one => one.Contains("crash", StringComparison.Ordinal));
        Assert.Equal(10, await session.Range(10).MapBatches("identity", LongColumn).CountAsync(Token));
    }

    [Fact]
    public async Task Barrier_tasks_gather_each_others_messages()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        var rows = await session.Range(0, 8, 1, 2).MapBatches("gather", "rank ", TextColumn, barrier: true).CollectAsync(Token);
        Assert.Equal(["rank 0,rank 1", "rank 0,rank 1"], rows.Select(static row => row.GetAs<string>(0)));
    }
}

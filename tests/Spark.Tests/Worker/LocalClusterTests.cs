using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Workers of executors that are processes of their own, on Spark 4.3, over Unix sockets.</summary>
[Collection(LocalClusterCollection.Name)]
public sealed class LocalClusterTests(LocalCluster cluster) : IDisposable
{
    private static readonly StructType LongColumn = new([new StructField("id", new LongType())]);
    private static readonly StructType TextColumn = new([new StructField("told", new StringType())]);
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-cluster-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_tasks_of_a_barrier_gather_each_others_messages()
    {
        await using SparkSession session = await cluster.SessionAsync();
        var rows = await session.Range(0, 8, 1, 2).MapBatches("gather", "rank ", TextColumn, barrier: true).CollectAsync(Token);
        Assert.Equal(["rank 0,rank 1", "rank 0,rank 1"], rows.Select(static row => row.GetAs<string>(0)));
    }

    [Fact]
    public async Task When_one_task_of_a_barrier_dies_the_other_gets_a_typed_error()
    {
        await using SparkSession session = await cluster.SessionAsync();
        string file = Path.Combine(_folder, "told");
        var failure = await Assert.ThrowsAnyAsync<SparkException>(() => session.Range(0, 8, 1, 2).MapBatches("gather-or-die", file, TextColumn, barrier: true).CollectAsync(Token));
        Assert.IsType<ExecutorFunctionException>(failure);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!File.Exists(file))
        {
            await Task.Delay(50, limit.Token);
        }

        Assert.Equal("BarrierException", await File.ReadAllTextAsync(file, Token));
        Assert.Equal(10, await session.Range(10).MapBatches("identity", LongColumn).CountAsync(Token));
    }

    [Fact]
    public async Task Random_rows_of_every_type_come_back_unchanged()
    {
        await using SparkSession session = await cluster.SessionAsync();
        await UnchangedRows.CheckAsync(session, Enumerable.Range(100, 20));
    }

    [Fact]
    public async Task Functions_of_columns_and_groups_run()
    {
        await using SparkSession session = await cluster.SessionAsync();
        DataFrame rows = session.Range(0, 100, 1, 2).WithColumn("k", Col("id").Mod(3L));
        var spreads = await rows.GroupBy("k").Agg(session.AggregateFunction("spread", new LongType(), Udf(WorkerApp.TestFunctions.PlusOne)(Col("id")))).CollectAsync(Token);
        Assert.Equal([96L, 96L, 99L], spreads.Select(static row => row.GetAs<long>(1)).Order());
        Assert.Equal(3, await rows.GroupBy("k").Apply(rows.Schema(), WorkerApp.TestFunctions.FirstRow).CountAsync(Token));
    }

    [Fact]
    public async Task The_token_of_the_server_is_in_nothing_that_a_worker_is_told()
    {
        await using SparkSession session = await cluster.SessionAsync();
        string token = await cluster.TokenAsync();
        var told = await session.Range(0, 2, 1, 2).MapBatches("told", TextColumn).CollectAsync(Token);
        Assert.True(told.Count > 40, $"only {told.Count} entries");
        Assert.DoesNotContain(told, row => row.GetAs<string>(0).Contains(token, StringComparison.Ordinal));
    }
}

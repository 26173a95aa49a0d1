using System.Globalization;
using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Batches of all types, numbers and sizes through a real Spark.</summary>
public sealed class BatchTests(SparkFixture spark) : IDisposable
{
    private static readonly StructType LongColumn = new([new StructField("id", new LongType())]);
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-batches-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Random_rows_of_every_type_come_back_unchanged()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        await UnchangedRows.CheckAsync(session, Enumerable.Range(1, 40));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    public async Task A_partition_comes_in_any_number_of_batches(int batches)
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        await session.Conf().SetAsync("spark.sql.execution.arrow.maxRecordsPerBatch", (10_000 / batches).ToString(CultureInfo.InvariantCulture), Token);
        DataFrame input = session.Range(0, 20_000, 1, 2);
        Assert.Equal(2 * batches, await input.MapBatches("batch-lengths", LongColumn).CountAsync(Token));
        Row sum = (await input.MapBatches("identity", LongColumn).Agg(Functions.Sum("id"), Functions.Count("id")).FirstAsync(Token))!;
        Assert.Equal((199_990_000L, 20_000L), (sum.GetAs<long>(0), sum.GetAs<long>(1)));
    }

    [Fact]
    public async Task Empty_partitions_are_run_and_give_nothing()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        Assert.Equal(3, await session.Range(0, 3, 1, 6).MapBatches("identity", LongColumn).CountAsync(Token));
        Assert.Equal(6, await session.Range(0, 3, 1, 6).MapBatches("process", new StructType(Enumerable.Range(0, 4).Select(static i => new StructField($"v{i}", new LongType())))).CountAsync(Token));
    }

    /// <summary>Needs about two minutes: 270 million numbers, 2.1 GB each way through one task, in the memory of 20 million.</summary>
    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task Two_gigabytes_go_through_one_task_in_flat_memory()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        long little = await PeakAsync(session, 20_000_000);
        long much = await PeakAsync(session, 270_000_000);
        Assert.InRange(much, 1, little + (64L << 20));
    }

    private async Task<long> PeakAsync(SparkSession session, long rows)
    {
        string file = Path.Combine(_folder, rows.ToString(CultureInfo.InvariantCulture));
        Row sum = (await session.Range(0, rows, 1, 1).MapBatches("peak", file, LongColumn).Agg(Functions.Sum("id")).FirstAsync(Token))!;
        Assert.Equal(rows * (rows - 1) / 2, sum.GetAs<long>(0));
        return long.Parse(await File.ReadAllTextAsync(file, Token), CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;
using Millrace.Spark.Worker;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Operators that do not stop, crash or take too much, in the executors of a real Spark.</summary>
public sealed class MisbehaviourTests(SparkFixture spark) : IDisposable
{
    private static readonly StructType LongColumn = new([new StructField("id", new LongType())]);
    private static readonly StructType ProcessColumns = new(Enumerable.Range(0, 4).Select(static i => new StructField($"v{i}", new LongType())));
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-worker-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The operator computes and does not read, while Spark has more for it: the closed connection holds unread bytes.</summary>
    [Fact]
    public async Task An_operator_that_computes_is_cancelled_by_tag()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        string file = Path.Combine(_folder, "spin");
        session.AddTag("spin");
        Task<long> running = session.Range(0, 5_000_000, 1, 1).MapBatches("spin", file, LongColumn).CountAsync(Token);
        await AppearsAsync(file + ".begun", running);
        Assert.NotEmpty(await session.InterruptTagAsync("spin", Token));
        await Assert.ThrowsAsync<OperationInterruptedException>(() => running.WaitAsync(TimeSpan.FromSeconds(30), Token));
        await AppearsAsync(file + ".ended", null);
        session.RemoveTag("spin");
        Assert.Equal(10, await session.Range(10).MapBatches("identity", LongColumn).CountAsync(Token));
    }

    [Fact]
    public async Task An_operator_that_does_not_stop_ends_its_process_and_the_session_goes_on()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        string file = Path.Combine(_folder, "stuck");
        session.AddTag("stuck");
        Task<long> running = session.Range(0, 10, 1, 1).MapBatches("stuck", file, LongColumn).CountAsync(Token);
        await AppearsAsync(file, running);
        int process = int.Parse(await File.ReadAllTextAsync(file, Token), CultureInfo.InvariantCulture);
        await session.InterruptTagAsync("stuck", Token);
        await Assert.ThrowsAsync<OperationInterruptedException>(() => running.WaitAsync(TimeSpan.FromSeconds(30), Token));
        await EndsAsync(process);
        session.RemoveTag("stuck");
        Assert.Equal(10, await session.Range(10).MapBatches("identity", LongColumn).CountAsync(Token));
    }

    /// <summary>All four tasks are in flight when the process dies; alone in processes of their own, three of them prove innocent.</summary>
    [Fact]
    public async Task A_native_crash_ends_the_job_with_the_suspect_named_and_the_next_query_works()
    {
        await using SparkSession session = await spark.WorkerSessionAsync();
        DataFrame crashing = session.Range(0, 100_000, 1, 2).MapBatches("crash-in-partition", 1, LongColumn);
        var failure = await Assert.ThrowsAsync<ExecutorFunctionException>(() => crashing.CountAsync(Token));
        Assert.Equal(ExecutorFailureKind.Crash, failure.Failure?.Kind);
        Assert.Contains("part-1.parquet, row groups 0 to 3", Assert.Single(failure.Failure!.Assignments), StringComparison.Ordinal);
        Assert.Contains("alone", failure.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(10, await session.Range(10).MapBatches("identity", LongColumn).CountAsync(Token));
    }

    [Fact]
    public async Task Every_task_has_a_process_of_its_own_where_the_session_wants_it()
    {
        await using SparkSession session = await spark.SessionAsync();
        await session.UseWorkerAsync(SparkFixture.WorkerApp with { Isolation = WorkerIsolation.Process }, Token);
        var rows = await session.Range(0, 100, 1, 3).MapBatches("process", ProcessColumns).CollectAsync(Token);
        Assert.Equal(3, rows.Select(static row => row.GetAs<long>(0)).Distinct().Count());
        var failure = await Assert.ThrowsAsync<ExecutorFunctionException>(() => session.Range(0, 1_000_000, 1, 1).MapBatches("fail", LongColumn).CountAsync(Token));
        Assert.Equal(ExecutorFailureKind.Function, failure.Failure?.Kind);
        Row sum = (await session.Range(0, 100_000, 1, 2).MapBatches("identity", LongColumn).Agg(Functions.Sum("id")).FirstAsync(Token))!;
        Assert.Equal(4_999_950_000, sum.GetAs<long>(0));
    }

    [Fact]
    public async Task Memory_is_split_and_a_batch_beyond_the_share_is_refused()
    {
        const long total = 128L << 20;
        await using SparkSession session = await spark.SessionAsync();
        await session.UseWorkerAsync(SparkFixture.WorkerApp with { MemoryBytes = total }, Token);
        Row limits = (await session.Range(0, 1, 1, 1).MapBatches("process", ProcessColumns).CollectAsync(Token)).Single();
        Assert.Equal(total / 10 * 4, limits.GetAs<long>(1));
        Assert.Equal(total / 10 * 3, limits.GetAs<long>(2));
        Assert.InRange(limits.GetAs<long>(3), 1, total / 5);
        var failure = await Assert.ThrowsAsync<ExecutorFunctionException>(() => session.Range(0, 10_000_000, 1, 1).MapBatches("hoard", LongColumn).CountAsync(Token));
        Assert.Equal(ExecutorFailureKind.Memory, failure.Failure?.Kind);
        Assert.Equal(10_000_000, await session.Range(0, 10_000_000, 1, 1).MapBatches("identity", LongColumn).CountAsync(Token));
    }

    private static async Task AppearsAsync(string file, Task? unless)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!File.Exists(file))
        {
            if (unless is { IsCompleted: true })
            {
                await unless;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task EndsAsync(int process)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (Directory.Exists($"/proc/{process}") && !(await File.ReadAllTextAsync($"/proc/{process}/stat", limit.Token)).Contains(") Z", StringComparison.Ordinal))
        {
            await Task.Delay(50, limit.Token);
        }
    }
}

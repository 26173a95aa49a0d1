using System.Diagnostics;
using Millrace.Jobs.Tests.Stages;
using Millrace.Spark.Server;
using Millrace.Spark.Tests.Submit;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>What may go wrong under a job on Spark: the result is the same, or the run fails quickly; and each fault is shown to have happened.</summary>
public class FaultTests(SparkFixture spark, CleaningOnSpark job) : IClassFixture<CleaningOnSpark>
{
    private static readonly TimeSpan LongestError = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_killed_worker_costs_an_attempt_and_changes_nothing()
    {
        var running = job.Sandbox.RunAsync("worker", "--spark", (await spark.ServerAsync()).Url);
        var killed = (await job.ReportsAsync("worker", 1, running))[0].ProcessId;

        Processes.Kill(killed);
        var reports = await job.AllReportsAsync("worker", running);

        Assert.True(await running == 0, job.Sandbox.Error);
        Assert.Contains(reports, report => report.ProcessId != killed);
        Assert.False(Processes.Lives(killed));
        job.AssertSameAsHere("worker");
    }

    [Fact]
    public async Task A_killed_executor_costs_attempts_and_changes_nothing()
    {
        await using var server = await SparkFixture.StartAsync(
            new LocalSparkOptions { Master = "local-cluster[2,1,1024]" }, null, TestContext.Current.CancellationToken);
        var running = job.Sandbox.RunAsync("executor", "--spark", server.Url);
        var worker = (await job.ReportsAsync("executor", 1, running))[0].ProcessId;
        var executor = Processes.ParentOf(worker);
        Assert.Contains("CoarseGrainedExecutorBackend", Processes.CommandOf(executor), StringComparison.Ordinal);

        Processes.Kill(executor);
        var reports = await job.AllReportsAsync("executor", running);

        Assert.True(await running == 0, job.Sandbox.Error);
        Assert.Contains(reports, report => report.ProcessId != worker);
        await Processes.GoneAsync([executor, worker], LongestError);
        job.AssertSameAsHere("executor");
    }

    [Fact]
    public async Task A_killed_driver_goes_on_from_the_accepted_shares()
    {
        var url = (await spark.ServerAsync()).Url;
        IReadOnlyList<Millrace.Jobs.Cluster.ShareReport> accepted;
        using (var driver = job.Sandbox.Start("driver", "--spark", url))
        {
            accepted = await job.ReportsAsync("driver", 2, driver.WaitForExitAsync(TestContext.Current.CancellationToken));
            driver.Kill();
            await driver.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.False(File.Exists(job.Sandbox.Folder.At("driver", "manifest.parts", "rows.json")), "the kill came too late to be one");
        var restarted = DateTime.UtcNow;

        Assert.True(await job.Sandbox.RunAsync("driver", "--spark", url) == 0, job.Sandbox.Error);

        job.AssertSameAsHere("driver");
        var kept = accepted.SelectMany(report => report.Files).Where(file => file.Kind == "clean").Select(file => Path.GetFileName(file.Path)).ToArray();
        Assert.NotEmpty(kept);
        Assert.All(kept, file => Assert.True(File.GetLastWriteTimeUtc(job.Sandbox.Folder.At("driver", "work", "rows", file)) < restarted, $"{file} was written again"));
    }

    [Fact]
    public async Task Spark_stopped_under_the_driver_ends_the_run_within_ten_seconds()
    {
        await using var server = await SparkFixture.StartAsync(new LocalSparkOptions(), null, TestContext.Current.CancellationToken);
        var running = job.Sandbox.RunAsync("stopped", "--spark", server.Url);
        var worker = (await job.ReportsAsync("stopped", 1, running))[0].ProcessId;
        var jvm = Processes.ParentOf(worker);

        Processes.Kill(jvm);
        var start = Stopwatch.GetTimestamp();
        var code = await running;

        Assert.Equal(1, code);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, LongestError);
        Assert.Contains("Spark", job.Sandbox.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", job.Sandbox.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(job.Sandbox.Folder.At("stopped", "manifest.json")));
        await Processes.GoneAsync([jvm, worker], LongestError);
    }

    [Fact]
    public async Task A_killed_driver_goes_on_from_the_rows_that_Spark_has_sent()
    {
        // Many partitions a file, so that some are done and some are not.
        var options = new LocalSparkOptions { Settings = new Dictionary<string, string> { ["spark.sql.files.maxPartitionBytes"] = "1m" } };
        await using var server = await SparkFixture.StartAsync(options, null, TestContext.Current.CancellationToken);
        var text = job.Sandbox.JobText;
        job.Sandbox.JobText = text + "run: { spark: { read: through_spark } }\n";
        try
        {
            IReadOnlyList<Millrace.Jobs.Cluster.ShareReport> accepted;
            using (var driver = job.Sandbox.Start("through", "--spark", server.Url))
            {
                accepted = await job.ReportsAsync("through", 2, driver.WaitForExitAsync(TestContext.Current.CancellationToken));
                driver.Kill();
                await driver.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            Assert.False(File.Exists(job.Sandbox.Folder.At("through", "manifest.parts", "rows.json")), "the kill came too late to be one");
            Assert.All(accepted, report => Assert.Equal(report.Rows, report.Covered!.Sum(rows => rows.Count)));
            var restarted = DateTime.UtcNow;

            Assert.True(await job.Sandbox.RunAsync("through", "--spark", server.Url) == 0, job.Sandbox.Error);

            job.AssertSameAsHere("through");
            var kept = accepted.SelectMany(report => report.Files).Where(file => file.Kind == "clean").Select(file => Path.GetFileName(file.Path)).ToArray();
            Assert.NotEmpty(kept);
            Assert.All(kept, file => Assert.True(File.GetLastWriteTimeUtc(job.Sandbox.Folder.At("through", "work", "rows", file)) < restarted, $"{file} was written again"));
        }
        finally
        {
            job.Sandbox.JobText = text;
        }
    }

    [Fact]
    public async Task A_worker_over_its_memory_ends_the_job_with_its_budget_named_and_a_larger_one_helps()
    {
        using var sandbox = new JobSandbox { JobText = "name: large\ninput: data\ncontract: { k: int64, text: string }\nrun: { spark: { worker_memory: 256 MiB } }\n" };
        sandbox.Folder.Parquet("data/a.parquet", "SELECT i AS k, repeat(chr((97 + i % 26)::INTEGER), 4000000) AS text FROM range(40) t(i)");
        Assert.True(await sandbox.RunAsync("here") == 0, sandbox.Error);
        var url = (await spark.ServerAsync()).Url;

        Assert.Equal(1, await sandbox.RunAsync("large", "--spark", url));

        Assert.StartsWith("An executor's worker has too little memory: a worker process may use 256 MiB, ", sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("Raise run.spark.worker_memory, and with it spark.executor.memoryOverhead.", sandbox.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(sandbox.Folder.At("large", "manifest.json")));

        sandbox.JobText = sandbox.JobText.Replace("256 MiB", "4 GiB", StringComparison.Ordinal);
        Assert.True(await sandbox.RunAsync("large", "--spark", url) == 0, sandbox.Error);
        Assert.Equal(sandbox.ContentHashes("here"), sandbox.ContentHashes("large"));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task A_share_that_speculation_gives_out_again_counts_once()
    {
        var home = await SparkHome.FindAsync(null, TestContext.Current.CancellationToken);
        Assert.SkipWhen(home is null, SparkHome.HowToGet);
        await using var cluster = await StandaloneCluster.StartAsync(home, Directory.CreateDirectory(job.Sandbox.Folder.At("cluster")).FullName, isTwoHosts: true);
        var options = new LocalSparkOptions
        {
            Master = cluster.Url,
            Settings = new Dictionary<string, string>
            {
                ["spark.cores.max"] = "2",
                ["spark.executor.cores"] = "1",
                ["spark.executor.memory"] = "512m",
                ["spark.executor.memoryOverhead"] = "2g",
                ["spark.speculation"] = "true",
                ["spark.speculation.quantile"] = "0.25",
                ["spark.speculation.multiplier"] = "1.1",
                ["spark.speculation.interval"] = "100ms",
                ["spark.speculation.task.duration.threshold"] = "2s",
            },
        };
        int stopped;
        List<string> committed;
        await using (var server = await SparkFixture.StartAsync(options, null, TestContext.Current.CancellationToken))
        {
            var running = job.Sandbox.RunAsync("speculation", "--spark", server.Url);
            stopped = await job.WorkerAtWorkAsync("speculation", cluster.WorkerIds, running);
            Processes.Stop(stopped);
            var reports = await job.AllReportsAsync("speculation", running);

            Assert.True(await running == 0, job.Sandbox.Error);
            Assert.True(Processes.Lives(stopped), "the stopped worker has an attempt that nobody waits for");
            Assert.NotEmpty(reports);
            Assert.DoesNotContain(reports, report => report.ProcessId == stopped);
            committed = job.Listing("speculation");
            Processes.Continue(stopped);
        }

        await Processes.GoneAsync([stopped], LongestError);
        Assert.Equal(committed, job.Listing("speculation"));
        job.AssertSameAsHere("speculation");
    }
}

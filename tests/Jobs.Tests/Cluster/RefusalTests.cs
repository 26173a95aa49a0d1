using System.Diagnostics;
using Millrace.Jobs.Cluster;
using Millrace.Jobs.Cluster.Executors;
using Millrace.Jobs.Tests.Stages;
using Millrace.Spark.Connect;
using Millrace.Spark.Server;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>What cannot work on a cluster is refused before any row is read, with what is needed and what there is.</summary>
public class RefusalTests(SparkFixture spark)
{
    private const string Mounts = """
        22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
        23 22 0:20 / /tmp rw - tmpfs tmpfs rw
        24 22 0:50 / /work rw,relatime - nfs4 files:/millrace rw
        25 22 254:0 /kubelet/pods/1f/volumes/kubernetes.io~empty-dir/scratch /scratch rw - ext4 /dev/vda rw
        26 22 0:51 / /mnt/two\040words rw - fuse.s3 bucket rw
        """;

    private static readonly LocalSparkOptions TwoExecutors = new() { Master = "local-cluster[2,1,1024]" };

    [Theory]
    [InlineData("/work/run", null)]
    [InlineData("/work", null)]
    [InlineData("/mnt/two words/run", null)]
    [InlineData("/workshop/run", "root file system")]
    [InlineData("/home/run", "root file system")]
    [InlineData("/tmp/run", "tmpfs")]
    [InlineData("/scratch/run", "emptyDir")]
    public void A_run_folder_that_dies_with_its_driver_is_known_by_its_mount(string folder, string? why)
    {
        var told = DriverFolder.WhyItDies(folder, Mounts);
        if (why is null)
        {
            Assert.Null(told);
        }
        else
        {
            Assert.Contains(why, told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_run_folder_on_no_mount_is_refused() => Assert.Contains("no mount", DriverFolder.WhyItDies("/work/run", ""), StringComparison.Ordinal);

    /// <summary>The path means the folder of whoever reads it: the driver's there, the worker's here.</summary>
    [Fact]
    public async Task A_run_folder_that_executors_do_not_see_is_refused()
    {
        using var sandbox = new JobSandbox().WithTrips();
        var url = (await spark.ServerAsync()).Url;
        var job = sandbox.Folder.Text("job.yaml", sandbox.JobText);
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "millrace.dll"), "run", job, "--out", "/proc/self/cwd/run", "--spark", url])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = sandbox.Folder.Path,
        };
        using var driver = Process.Start(start)!;
        var output = driver.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await driver.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await driver.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(driver.ExitCode == 1, error + await output);
        Assert.Contains("is not the same files for the driver and the executors on ", error, StringComparison.Ordinal);
        Assert.Contains("--out", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(sandbox.Folder.At("run", "clean")));
    }

    [Fact]
    public async Task Answers_that_the_driver_does_not_see_are_refused_too()
    {
        using var sandbox = new JobSandbox();
        sandbox.Folder.Text("answers/good", "nonce");
        sandbox.Folder.Text("answers/other", "something else");
        await using var session = await SparkSession.ConnectAsync((await spark.ServerAsync()).Url, null, null, TestContext.Current.CancellationToken);
        var probe = new ExecutorProbe(session, "/run-folder", "millrace");
        ProbeReport Report(string host, string? answer) => new(host, "/app/0", 1, SeesWorkFolder: true, answer, Attempt: 0, Cpus: 1, MemoryBytes: 1);

        probe.Judge([Report("one", "good")], sandbox.Folder.At("answers"), "nonce");
        var failure = Assert.Throws<JobFailedException>(
            () => probe.Judge([Report("one", "good"), Report("two", "absent"), Report("three", null), Report("four", "other")], sandbox.Folder.At("answers"), "nonce"));

        Assert.Contains("executors on four, three, two.", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task An_executor_without_the_application_is_refused()
    {
        using var sandbox = new JobSandbox().WithTrips();
        await using var server = await SparkFixture.StartAsync(TwoExecutors, null, TestContext.Current.CancellationToken);

        var code = await sandbox.RunAsync("lacking", "--spark", server.Url, "--worker", OtherBuild.Wrapper(sandbox.Folder.Path, "exit 127"));

        Assert.Equal(1, code);
        Assert.Contains("An executor cannot start the worker. Needed on every node: ", sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("--worker", sandbox.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(sandbox.Folder.At("lacking", "clean")));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task An_executor_with_another_build_is_refused()
    {
        using var sandbox = new JobSandbox().WithTrips();
        var other = OtherBuild.Make(sandbox.Folder.At("other"));
        await using var server = await SparkFixture.StartAsync(TwoExecutors, null, TestContext.Current.CancellationToken);

        var code = await sandbox.RunAsync("other-build", "--spark", server.Url, "--worker", OtherBuild.Wrapper(sandbox.Folder.Path, $"exec '{other}' \"$@\""));

        Assert.Equal(1, code);
        Assert.Contains("The driver runs millrace ", sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("and this executor has millrace ", sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("--worker", sandbox.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(sandbox.Folder.At("other-build", "clean")));
    }

    [Theory]
    [InlineData("local-cluster[2,1,1024]", null, null, null, 2)]
    [InlineData("local[4]", "2", null, null, null)]
    [InlineData("k8s://https://host", "3", null, null, 3)]
    [InlineData("yarn", null, null, null, null)]
    [InlineData("spark://host:7077", "2", "6", "2", 3)]
    [InlineData("spark://host:7077", "2", null, "2", null)]
    public void Executors_that_are_to_come_are_known_from_Sparks_settings(string master, string? instances, string? most, string? cores, int? expected)
    {
        var settings = new Dictionary<string, string> { ["spark.master"] = master };
        foreach (var (key, value) in new[] { ("spark.executor.instances", instances), ("spark.cores.max", most), ("spark.executor.cores", cores) })
        {
            if (value is not null)
            {
                settings[key] = value;
            }
        }

        Assert.Equal(expected, ExpectedExecutors.Of(settings));
        settings["spark.dynamicAllocation.enabled"] = "true";
        Assert.Null(ExpectedExecutors.Of(settings));
    }

    [Fact]
    public async Task An_executor_that_registers_late_is_waited_for_and_asked()
    {
        using var sandbox = new JobSandbox();
        var token = TestContext.Current.CancellationToken;
        await using var server = await SparkFixture.StartAsync(TwoExecutors, null, token);
        await using var session = await SparkSession.ConnectAsync(server.Url, null, null, token);
        var worker = SparkOpening.Worker(null, null);
        await session.UseWorkerAsync(worker, token);
        var first = await new ExecutorProbe(session, sandbox.Folder.Path, worker.Executable, expected: 2).RunAsync(token);
        Assert.Equal((2, 2), (first.Executors, first.Slots));

        // Spark starts another executor for one that dies, seconds later.
        var killed = first.Reports[0];
        var executor = Processes.ParentOf(killed.ProcessId);
        Processes.Kill(executor);
        await Processes.GoneAsync([executor, killed.ProcessId], TimeSpan.FromSeconds(10));
        var again = await new ExecutorProbe(session, sandbox.Folder.Path, worker.Executable, expected: 2).RunAsync(token);
        Assert.Equal((2, 2), (again.Executors, again.Slots));
        Assert.True(again.Rounds > 1, "the other executor was there at once: nothing was waited for");
        Assert.DoesNotContain(again.Reports, report => report.Folder == killed.Folder);
        Assert.Null(again.Missing);

        var never = await new ExecutorProbe(session, sandbox.Folder.Path, worker.Executable, expected: 3) { LateLimit = TimeSpan.Zero }.RunAsync(token);
        Assert.StartsWith("2 of the 3 executors", never.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_the_driver_does_not_see_are_not_accepted()
    {
        using var sandbox = new JobSandbox();
        using var folder = Millrace.Jobs.Ledger.RunFolder.Open(sandbox.Folder.At("run"));
        var staging = new StagingArea(folder, "rows", "key");
        var report = new ShareReport
        {
            Label = "label",
            Attempt = "label-1-aa",
            Files = [new Millrace.Jobs.Places.ShareFile("clean", "clean/a.parquet", 4, 1, "hash")],
            Rows = 1,
            Host = "far-away",
            ProcessId = 1,
        };
        var folders = new Dictionary<string, string> { ["clean"] = folder.Place("clean") };

        var failure = Assert.Throws<JobFailedException>(() => staging.Accept(report, folders));
        Assert.Contains("far-away", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--out", failure.Message, StringComparison.Ordinal);
        sandbox.Folder.Text("run/work/staging/rows-key/label-1-aa/clean/a.parquet", "PAR1");
        Assert.Same(report, staging.Accept(report, folders));
    }

    [Theory]
    [InlineData("spark://host:7077", null, null, "spark.executor.memoryOverhead is not set", null)]
    [InlineData("k8s://https://host", null, null, "takes the larger of 384 MiB", null)]
    [InlineData("yarn", "512m", null, "spark.executor.memoryOverhead is 512m", null)]
    [InlineData("k8s://https://host", "1g", 2048, "there are 1,024 MiB", null)]
    [InlineData("k8s://https://host", "2g", null, null, 1648L)]
    [InlineData("k8s://https://host", "2g", 1024, null, 1024L)]
    [InlineData("spark://host:7077", null, 1024, null, 1024L)]
    [InlineData("local[2,4]", null, null, null, null)]
    [InlineData("local-cluster[2,1,1024]", null, null, null, null)]
    public void A_cluster_without_memory_for_the_workers_is_refused(string master, string? overhead, int? givenMebibytes, string? says, long? mebibytes)
    {
        var settings = new Dictionary<string, string> { ["spark.master"] = master, ["spark.executor.memory"] = "1g" };
        if (overhead is not null)
        {
            settings["spark.executor.memoryOverhead"] = overhead;
        }

        long? Budget() => WorkerBudget.Of(givenMebibytes is { } given ? new Millrace.Jobs.Specification.ByteSize((long)given << 20) : null, settings);
        if (says is null)
        {
            Assert.Equal(mebibytes, Budget() >> 20);
            return;
        }

        var failure = Assert.Throws<JobFailedException>(() => Budget());
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Matches(@"Set spark\.executor\.memoryOverhead to at least \d+m", failure.Message);
    }

    [Fact]
    public async Task A_network_too_large_for_the_workers_is_refused_before_a_row_is_read()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText.Replace("dense: { units: 16,", "dense: { units: 4096,", StringComparison.Ordinal).Replace("dense: { units: 8,", "dense: { units: 2048,", StringComparison.Ordinal)
            + "\nrun: { spark: { worker_memory: 256 MiB } }\n";

        Assert.Equal(1, await sandbox.RunAsync("large", "--spark", (await spark.ServerAsync()).Url));

        Assert.Matches(@"The planned network needs more memory than the workers have: .* has \d+ MiB for 1 of the tasks and needs \d+ MiB", sandbox.Error);
        Assert.Contains("run.spark.worker_memory", sandbox.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(sandbox.Folder.At("large"), "rows*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_cluster_without_a_free_slot_is_refused()
    {
        using var sandbox = new JobSandbox();
        var token = TestContext.Current.CancellationToken;
        var url = (await spark.ServerAsync()).Url;
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var holder = await SparkSession.Builder().Remote(url).Progress(new Held(held)).CreateAsync(token);
        await using var session = await SparkSession.ConnectAsync(url, null, null, token);
        var worker = SparkOpening.Worker(null, null);
        await session.UseWorkerAsync(worker, token);
        var holding = (await holder.SqlAsync("SELECT java_method('java.lang.Thread', 'sleep', 60000L) FROM range(0, 2, 1, 2)", token)).CollectAsync(token);
        await held.Task.WaitAsync(TimeSpan.FromMinutes(1), token);

        var failure = await Assert.ThrowsAsync<JobFailedException>(
            () => new ExecutorProbe(session, sandbox.Folder.Path, worker.Executable) { Limit = TimeSpan.FromSeconds(3) }.RunAsync(token));

        Assert.Contains("needs at least one free slot, and there was none within 3 s", failure.Message, StringComparison.Ordinal);
        Assert.False(holding.IsCompleted);
        await holder.InterruptAllAsync(token);
        await Assert.ThrowsAnyAsync<Millrace.Spark.SparkException>(() => holding);
    }

    /// <summary>Says when both of the server's slots have a task.</summary>
    private sealed class Held(TaskCompletionSource held) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value)
        {
            if (value.RunningTasks >= 2)
            {
                held.TrySetResult();
            }
        }
    }
}

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

    // No task starts before both executors are there, so that the probe meets both.
    private static readonly LocalSparkOptions BothExecutorsFirst = new()
    {
        Master = "local-cluster[2,1,1024]",
        Settings = new Dictionary<string, string>
        {
            ["spark.cores.max"] = "2",
            ["spark.scheduler.minRegisteredResourcesRatio"] = "1.0",
            ["spark.scheduler.maxRegisteredResourcesWaitingTime"] = "120s",
        },
    };

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
        ProbeReport Report(string host, string? answer) => new(host, 1, SeesWorkFolder: true, answer, Attempt: 0, Cpus: 1, MemoryBytes: 1);

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
        await using var server = await SparkFixture.StartAsync(BothExecutorsFirst, null, TestContext.Current.CancellationToken);

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
        await using var server = await SparkFixture.StartAsync(BothExecutorsFirst, null, TestContext.Current.CancellationToken);

        var code = await sandbox.RunAsync("other-build", "--spark", server.Url, "--worker", OtherBuild.Wrapper(sandbox.Folder.Path, $"exec '{other}' \"$@\""));

        Assert.Equal(1, code);
        Assert.Contains("The driver runs millrace ", sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("and this executor has millrace ", sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("--worker", sandbox.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(sandbox.Folder.At("other-build", "clean")));
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
        var worker = SparkOpening.Worker(new Millrace.Jobs.Specification.RunSpec());
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

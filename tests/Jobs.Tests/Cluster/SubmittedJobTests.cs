using System.Globalization;
using Millrace.Jobs.Tests.Stages;
using Millrace.Spark.Server;
using Millrace.Spark.Tests.Submit;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>A real job under <c>spark-submit</c> in client mode, on a standalone master that the test starts.</summary>
public sealed class SubmittedJobTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);
    private readonly JobSandbox _sandbox = new();
    private StandaloneCluster? _cluster;
    private string _home = "";

    public async ValueTask InitializeAsync()
    {
        var home = await SparkHome.FindAsync(null, TestContext.Current.CancellationToken);
        Assert.SkipWhen(home is null, SparkHome.HowToGet);
        Assert.SkipUnless(File.Exists(Jar), "The runner for spark-submit was not built: it needs a JDK (javac) of Java 17 or later.");
        _home = home;
        _cluster = await StandaloneCluster.StartAsync(home, Directory.CreateDirectory(_sandbox.Folder.At("cluster")).FullName);
    }

    private static string Jar => Path.Combine(AppContext.BaseDirectory, "spark", "millrace-runner.jar");

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task It_gives_the_same_bytes_and_its_own_exit_code()
    {
        _sandbox.WithTrips();
        Assert.Equal(0, await _sandbox.RunAsync("here"));
        await using (var good = Submit("there"))
        {
            Assert.True(await good.ExitAsync(Limit) == 0, good.Output.Text);
        }

        Assert.Equal(_sandbox.ContentHashes("here"), _sandbox.ContentHashes("there"));
        Assert.Equal(_sandbox.Weights("here"), _sandbox.Weights("there"));

        _sandbox.JobText += "\ngates: { max_quarantined: 0.005 }\n";
        await using var bad = Submit("gate");
        Assert.True(await bad.ExitAsync(Limit) == 1, bad.Output.Text);
        Assert.False(File.Exists(_sandbox.Folder.At("gate", "manifest.json")));
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_ends_it_in_order(string signal, int code)
    {
        await using var submitted = await SubmitLongAsync();
        var family = Processes.DescendantsOf(submitted.Id);
        Assert.Contains(family, process => Processes.CommandOf(process).Contains("millrace run", StringComparison.Ordinal));

        await submitted.SignalAsync(signal);

        Assert.True(await submitted.ExitAsync(Limit) == code, submitted.Output.Text);
        await Processes.GoneAsync(family, LongestEnd);
        Assert.False(File.Exists(_sandbox.Folder.At("long", "manifest.json")));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task Nothing_is_left_behind_a_killed_virtual_machine_and_the_next_run_goes_on()
    {
        int[] family;
        await using (var submitted = await SubmitLongAsync())
        {
            family = [submitted.Id, .. Processes.DescendantsOf(submitted.Id)];
            Assert.Contains(family, process => Processes.CommandOf(process).Contains("millrace run", StringComparison.Ordinal));
            Processes.Kill(submitted.Id);
            await submitted.ExitAsync(Limit);
        }

        await Processes.GoneAsync(family, LongestEnd);
        Assert.True(await _sandbox.RunAsync("here") == 0, _sandbox.Error);
        await using var again = Submit("long");
        Assert.True(await again.ExitAsync(Limit) == 0, again.Output.Text);
        Assert.Equal(_sandbox.ContentHashes("here"), _sandbox.ContentHashes("long"));
    }

    /// <summary>In deploy mode cluster the driver is somewhere: this folder, on no mount of its own, would end with it.</summary>
    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task A_run_folder_that_dies_with_the_driver_is_refused()
    {
        _sandbox.WithTrips();
        var job = _sandbox.Folder.Text("job.yaml", _sandbox.JobText);
        await using var submitted = SparkProgram.Start(
            _home, "spark-submit", _sandbox.Folder.Path,
            ["--master", _cluster!.Url, "--deploy-mode", "cluster", "--driver-memory", "512m", "--conf", "spark.standalone.submit.waitAppCompletion=true", "--conf", "spark.cores.max=1",
                "--conf", "spark.executor.memory=512m", "--class", "millrace.runner.MillraceRunner", Jar, Path.Combine(AppContext.BaseDirectory, "millrace"), "run", job, "--out", _sandbox.Folder.At("dies")]);
        await submitted.ExitAsync(Limit);

        // Spark's own spark-submit ends with 0 whatever came of the driver; it says which.
        Assert.Matches("(?i)driver-[0-9-]+.*FAILED", submitted.Output.Text);
        var driver = Assert.Single(Directory.EnumerateFiles(_sandbox.Folder.At("cluster", "work"), "stderr", SearchOption.AllDirectories), file => file.Contains("driver-", StringComparison.Ordinal));
        Assert.Contains("deploy mode cluster", await File.ReadAllTextAsync(driver, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_sandbox.Folder.At("dies", "clean")));
    }

    public async ValueTask DisposeAsync()
    {
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        _sandbox.Dispose();
    }

    // A job that cleans for some seconds; given back once its first share is done.
    private async Task<SparkProgram> SubmitLongAsync()
    {
        _sandbox.JobText = _sandbox.JobText[.._sandbox.JobText.IndexOf("split:", StringComparison.Ordinal)];
        for (var file = 0; file < 4; file++)
        {
            var first = file * 1_000_000;
            _sandbox.Folder.Parquet($"data/{file}.parquet", string.Create(CultureInfo.InvariantCulture, $"{JobSandbox.Trips} FROM range({first}, {first + 1_000_000}) t(i)"));
        }

        var staging = _sandbox.Folder.At("long", "work", "staging");
        var submitted = Submit("long");
        var ended = submitted.ExitAsync(Limit);
        while (!Directory.Exists(staging) || !Directory.EnumerateFiles(staging, "rows-*.journal").Any(journal => new FileInfo(journal).Length > 0))
        {
            Assert.False(ended.IsCompleted, submitted.Output.Text);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return submitted;
    }

    private SparkProgram Submit(string run) => SparkProgram.Start(
        _home, "spark-submit", _sandbox.Folder.Path,
        ["--master", _cluster!.Url, "--conf", "spark.ui.enabled=false", "--conf", "spark.executor.memory=512m", "--conf", "spark.executor.memoryOverhead=2g", "--class", "millrace.runner.MillraceRunner", Jar,
            Path.Combine(AppContext.BaseDirectory, "millrace"), "run", _sandbox.Folder.Text("job.yaml", _sandbox.JobText), "--out", _sandbox.Folder.At(run)]);
}

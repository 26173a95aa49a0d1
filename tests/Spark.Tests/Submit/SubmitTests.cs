using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Millrace.Spark.Server;
using Millrace.Spark.Tests.Server;

namespace Millrace.Spark.Tests.Submit;

/// <summary>A .NET application under <c>spark-submit</c>, with the runner that the build made.</summary>
public sealed partial class SubmitTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-submit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task On_a_standalone_master_it_counts_and_its_exit_code_is_ours()
    {
        string home = await HomeAsync();
        await using StandaloneCluster cluster = await StandaloneCluster.StartAsync(home, _folder);
        string file = Path.Combine(_folder, "count");
        await using SparkProgram good = Submit(home, cluster.Url, "count", file, "0");
        Assert.True(await good.ExitAsync(Limit) == 0, good.Output.Text);
        Assert.Equal("1000", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        await using SparkProgram bad = Submit(home, cluster.Url, "count", file, "7");
        Assert.True(await bad.ExitAsync(Limit) == 7, bad.Output.Text);
    }

    /// <summary>The manager starts the driver on a worker; spark-submit waits for it, says what came of it and ends with 0 all the same.</summary>
    [Fact]
    public async Task On_a_standalone_master_in_cluster_mode_the_manager_knows_success_and_failure()
    {
        string home = await HomeAsync();
        await using StandaloneCluster cluster = await StandaloneCluster.StartAsync(home, _folder);
        string file = Path.Combine(_folder, "count");
        await using SparkProgram good = SubmitInCluster(home, cluster.Url, "count", file, "0");
        Assert.Equal("FINISHED", (await good.Output.FindAsync(DriverEnded()).WaitAsync(Limit, TestContext.Current.CancellationToken)).Groups[1].Value);
        Assert.Equal("1000", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        await using SparkProgram bad = SubmitInCluster(home, cluster.Url, "count", file, "7");
        Assert.Equal("FAILED", (await bad.Output.FindAsync(DriverEnded()).WaitAsync(Limit, TestContext.Current.CancellationToken)).Groups[1].Value);
    }

    [Fact]
    public async Task The_token_of_the_service_is_on_no_page_of_the_driver()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The token is read from the application's environment in /proc.");
        string home = await HomeAsync();
        await using SparkProgram submitted = SparkProgram.Start(
            home, "spark-submit", _folder, "--master", "local[1]", "--conf", "spark.ui.port=0",
            "--class", "millrace.runner.MillraceRunner", Jar(), Application(), "wait", Path.Combine(_folder, "pid"));
        using Process application = await ApplicationAsync(submitted);
        string environment = await File.ReadAllTextAsync($"/proc/{application.Id.ToString(CultureInfo.InvariantCulture)}/environ", TestContext.Current.CancellationToken);
        string token = environment.Split('\0').Single(static entry => entry.StartsWith("SPARK_REMOTE=", StringComparison.Ordinal)).Split("token=")[1];
        string port = (await submitted.Output.FindAsync(PagesStarted()).WaitAsync(Limit, TestContext.Current.CancellationToken)).Groups[1].Value;
        await WebPages.RequireWithoutAsync(token, port, TestContext.Current.CancellationToken);
        await submitted.SignalAsync("TERM");
        Assert.True(await submitted.ExitAsync(Limit) == 143, submitted.Output.Text);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_lets_the_application_end_in_order_first(string signal, int code)
    {
        string home = await HomeAsync();
        await using SparkProgram submitted = Submit(home, "local[1]", "wait", Path.Combine(_folder, "pid"));
        using Process application = await ApplicationAsync(submitted);
        await submitted.SignalAsync(signal);
        Assert.True(await submitted.ExitAsync(Limit) == code, submitted.Output.Text);
        Assert.Equal("in order", await File.ReadAllTextAsync(Path.Combine(_folder, "pid.ended"), TestContext.Current.CancellationToken));
        Assert.True(application.HasExited);
    }

    [Fact]
    public async Task Nothing_stays_behind_a_driver_that_is_killed()
    {
        string home = await HomeAsync();
        await using SparkProgram submitted = Submit(home, "local[1]", "wait", Path.Combine(_folder, "pid"));
        using Process application = await ApplicationAsync(submitted);
        await submitted.SignalAsync("KILL");
        await submitted.ExitAsync(Limit);
        await application.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(application.HasExited);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_named()
    {
        string home = await HomeAsync();
        await using SparkProgram submitted = SparkProgram.Start(
            home, "spark-submit", _folder, "--master", "local[1]", "--class", "millrace.runner.MillraceRunner", Jar(), "no/such-program");
        Assert.Equal(2, await submitted.ExitAsync(Limit));
        Assert.Contains("no/such-program is no program that can be started", submitted.Output.Text, StringComparison.Ordinal);
    }

    private static async Task<string> HomeAsync()
    {
        string? home = await SparkHome.FindAsync(null, TestContext.Current.CancellationToken);
        Assert.SkipWhen(home is null, SparkHome.HowToGet);
        Assert.SkipUnless(File.Exists(Jar()), "The runner for spark-submit was not built: it needs a JDK (javac) of Java 17 or later.");
        return home;
    }

    private static string Jar() => Path.Combine(AppContext.BaseDirectory, "spark", "millrace-runner.jar");

    private static string Application() => Path.Combine(AppContext.BaseDirectory, "Millrace.Spark.WorkerApp");

    private SparkProgram Submit(string home, string master, params string[] arguments) => SparkProgram.Start(
        home,
        "spark-submit",
        _folder,
        ["--master", master, "--conf", "spark.ui.enabled=false", "--class", "millrace.runner.MillraceRunner", Jar(), Application(), .. arguments]);

    private SparkProgram SubmitInCluster(string home, string master, params string[] arguments) => SparkProgram.Start(
        home,
        "spark-submit",
        _folder,
        ["--master", master, "--deploy-mode", "cluster", "--conf", "spark.standalone.submit.waitAppCompletion=true", "--conf", "spark.ui.enabled=false",
            "--driver-memory", "512m", "--conf", "spark.executor.memory=512m", "--class", "millrace.runner.MillraceRunner", Jar(), Application(), .. arguments]);

    [GeneratedRegex(@"State of driver \S+ is (\w+), exiting")]
    private static partial Regex DriverEnded();

    [GeneratedRegex("Successfully started service 'SparkUI' on port ([0-9]+)")]
    private static partial Regex PagesStarted();

    // The application tells its process id in a file that comes whole.
    private async Task<Process> ApplicationAsync(SparkProgram submitted)
    {
        string file = Path.Combine(_folder, "pid");
        using var watcher = new FileSystemWatcher(_folder, "pid");
        var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => there.TrySetResult();
        watcher.Renamed += (_, _) => there.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(file))
        {
            Task ended = submitted.ExitAsync(Limit);
            Assert.True(await Task.WhenAny(there.Task, ended) == there.Task, submitted.Output.Text);
        }

        return Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture));
    }
}

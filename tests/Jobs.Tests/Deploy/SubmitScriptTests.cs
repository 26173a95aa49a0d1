using System.Diagnostics;
using Millrace.Jobs.Tests.Engine;
using Millrace.Jobs.Tests.Stages;
using Millrace.Spark.Server;

namespace Millrace.Jobs.Tests.Deploy;

/// <summary>What <c>submit.sh</c> asks of spark-submit, and the code that it ends with; once with a real Spark.</summary>
public sealed class SubmitScriptTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public SubmitScriptTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "submit.sh needs bash");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(130)]
    public async Task In_client_mode_it_is_spark_submit_and_ends_with_its_code(int code)
    {
        Tool("spark-submit", $"printf '%s\\n' \"$@\" > '{_folder.At("arguments")}'\nexit {code}");
        var (ended, _) = await RunAsync(new() { ["MILLRACE_MASTER"] = "spark://host:7077", ["MILLRACE_EXECUTORS"] = "3", ["MILLRACE_CONF"] = "spark.a=b c\nspark.d=e" }, "run", "a job.yaml");
        Assert.Equal(code, ended);
        var arguments = File.ReadAllLines(_folder.At("arguments"));
        Assert.Equal(["/opt/millrace/spark/millrace-runner.jar", "/opt/millrace/millrace", "run", "a job.yaml"], arguments[^4..]);
        Assert.Subset(arguments.ToHashSet(), new HashSet<string> { "client", "spark.cores.max=6", "spark.executor.memoryOverhead=2g", "spark.dynamicAllocation.enabled=false", "spark.a=b c", "spark.d=e" });
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("", 2)]
    public async Task On_Kubernetes_in_cluster_mode_the_drivers_pod_says_the_code(string told, int code)
    {
        Tool("spark-submit", $"printf '%s\\n' \"$@\" > '{_folder.At("arguments")}'");
        Tool("kubectl", $"printf '%s' '{told}'");
        var (ended, error) = await RunAsync(
            new() { ["MILLRACE_MASTER"] = "k8s://https://host", ["MILLRACE_DEPLOY_MODE"] = "cluster", ["MILLRACE_IMAGE"] = "image" }, "run", "job.yaml");
        Assert.Equal(code, ended);
        Assert.Equal(code == 2, error.Contains("told no exit code", StringComparison.Ordinal));
        var arguments = File.ReadAllLines(_folder.At("arguments"));
        Assert.Contains("local:///opt/millrace/spark/millrace-runner.jar", arguments);
        Assert.Contains("spark.kubernetes.executor.volumes.persistentVolumeClaim.work.options.claimName=millrace-work", arguments);
    }

    [Fact]
    public async Task What_is_missing_is_said_before_anything_starts()
    {
        Tool("spark-submit", "exit 0");
        var (code, error) = await RunAsync([], "run", "job.yaml");
        Assert.Equal((2, true), (code, error.Contains("set MILLRACE_MASTER", StringComparison.Ordinal)));
        (code, error) = await RunAsync(new() { ["MILLRACE_MASTER"] = "k8s://x" }, "run", "job.yaml");
        Assert.Equal((2, true), (code, error.Contains("set MILLRACE_IMAGE", StringComparison.Ordinal)));
        (code, error) = await RunAsync(new() { ["MILLRACE_MASTER"] = "k8s://x" });
        Assert.Equal((2, true), (code, error.Contains("give a command", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task With_a_real_Spark_a_submitted_job_has_the_bytes_of_one_that_was_not()
    {
        var home = await SparkHome.FindAsync(null, TestContext.Current.CancellationToken);
        Assert.SkipWhen(home is null, SparkHome.HowToGet);
        var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        var application = Path.Combine(Repository.Root(), "src", "Jobs", "bin", configuration, "net10.0");
        Assert.SkipWhen(!File.Exists(Path.Combine(application, "spark", "millrace-runner.jar")), "no JDK was there when the application was built, so there is no runner");
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("here"));

        var (code, error) = await RunAsync(
            new() { ["SPARK_HOME"] = home!, ["SPARK_LOCAL_IP"] = "127.0.0.1", ["MILLRACE_MASTER"] = "local[2,4]", ["MILLRACE_HOME"] = application },
            "run", sandbox.Folder.At("job.yaml"), "--out", sandbox.Folder.At("submitted"));

        Assert.True(code == 0, error);
        Assert.Equal(sandbox.ContentHashes("here"), sandbox.ContentHashes("submitted"));
        Assert.Equal(sandbox.Weights("here"), sandbox.Weights("submitted"));
    }

    public void Dispose() => _folder.Dispose();

    private void Tool(string name, string script)
    {
        var path = _folder.Text($"bin/{name}", $"#!/usr/bin/env bash\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private async Task<(int Code, string Error)> RunAsync(Dictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root(), "deploy", "spark", "submit.sh"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("SPARK_HOME");
        start.Environment["PATH"] = $"{_folder.At("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await error + await output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}

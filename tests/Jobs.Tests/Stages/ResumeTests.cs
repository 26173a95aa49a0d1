using System.Diagnostics;
using Millrace.Jobs.Tests.CommandLine;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>A run goes on after a kill, and does nothing when there is nothing to do.</summary>
public class ResumeTests
{
    [Fact]
    public async Task A_second_run_says_that_there_is_nothing_to_do_and_does_nothing()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("run"));
        var manifest = File.ReadAllBytes(sandbox.Folder.At("run", "manifest.json"));

        Assert.Equal(0, await sandbox.RunAsync("run"));

        Assert.Contains("nothing", sandbox.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(manifest, File.ReadAllBytes(sandbox.Folder.At("run", "manifest.json")));
    }

    [Fact]
    public async Task A_change_of_the_training_leaves_the_clean_rows_standing()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("run"));
        var before = sandbox.Weights("run");
        var part = File.GetLastWriteTimeUtc(sandbox.Folder.At("run", "manifest.parts", "rows.json"));
        sandbox.JobText = sandbox.JobText.Replace("max_epochs: 6", "max_epochs: 3", StringComparison.Ordinal);

        Assert.Equal(0, await sandbox.RunAsync("run"));

        Assert.Equal(part, File.GetLastWriteTimeUtc(sandbox.Folder.At("run", "manifest.parts", "rows.json")));
        Assert.NotEqual(before, sandbox.Weights("run"));
    }

    [Theory]
    [InlineData("rows.json")]
    [InlineData("encode.json")]
    [InlineData("train.json")]
    public async Task Killed_and_started_again_it_ends_with_the_same_bytes(string after)
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("whole"));

        await KillAfterAsync(sandbox, after);

        Assert.False(File.Exists(sandbox.Folder.At("killed", "manifest.json")), "the kill came too late to be one");
        Assert.Equal(0, await sandbox.RunAsync("killed", "--ranks", "4"));
        Assert.Equal(sandbox.ContentHashes("whole"), sandbox.ContentHashes("killed"));
        Assert.Equal(sandbox.Weights("whole"), sandbox.Weights("killed"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Interrupted_it_stops_in_seconds_and_goes_on_to_the_same_bytes(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        Assert.SkipWhen(signal == "INT" && Signals.InterruptIsIgnored(), Signals.WhyIgnored);
        using var sandbox = new JobSandbox().WithTrips();

        // So many epochs that the training is certainly under way when the signal comes.
        sandbox.JobText = sandbox.JobText.Replace("max_epochs: 6", "max_epochs: 400", StringComparison.Ordinal).Replace("patience: 2", "patience: 400", StringComparison.Ordinal);
        Assert.Equal(0, await sandbox.RunAsync("whole"));
        var interrupted = TimeSpan.Zero;

        await AfterAsync(sandbox, "encode.json", async process =>
        {
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var sent = Stopwatch.GetTimestamp();
            Signals.Send(signal, process);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            interrupted = Stopwatch.GetElapsedTime(sent);
            Assert.Equal((130, "stopping; once more ends at once\ninterrupted; the same command goes on from what is finished\n"), (process.ExitCode, await error));
        });

        Assert.InRange(interrupted, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.False(File.Exists(sandbox.Folder.At("killed", "manifest.json")), "the signal came too late to interrupt anything");
        Assert.Equal(0, await sandbox.RunAsync("killed"));
        Assert.Equal(sandbox.ContentHashes("whole"), sandbox.ContentHashes("killed"));
        Assert.Equal(sandbox.Weights("whole"), sandbox.Weights("killed"));
    }

    // SIGKILL as soon as the stage's part is there: the run is then within the stage after it.
    private static Task KillAfterAsync(JobSandbox sandbox, string part) => AfterAsync(sandbox, part, process =>
    {
        process.Kill();
        return Task.CompletedTask;
    });

    private static async Task AfterAsync(JobSandbox sandbox, string part, Func<Process, Task> act)
    {
        var parts = Directory.CreateDirectory(sandbox.Folder.At("killed", "manifest.parts")).FullName;
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(parts, part);
        watcher.Renamed += (_, _) => seen.TrySetResult();
        watcher.Created += (_, _) => seen.TrySetResult();
        watcher.EnableRaisingEvents = true;
        using var process = sandbox.Start("killed");
        try
        {
            var ended = process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Same(seen.Task, await Task.WhenAny(seen.Task, ended));
            await act(process);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }
}

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
    [InlineData("INT", "encode", "train")]
    [InlineData("TERM", "encode", "train")]
    [InlineData("INT", "survey", "rows")]
    public async Task Interrupted_it_stops_in_seconds_and_goes_on_to_the_same_bytes(string signal, string before, string stage)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        Assert.SkipWhen(signal == "INT" && Signals.InterruptIsIgnored(), Signals.WhyIgnored);

        // So many rows and epochs that the stage is certainly under way when the signal comes.
        using var sandbox = stage == "rows" ? new JobSandbox().WithTripsAgainAndAgain(600_000) : new JobSandbox().WithTrips();
        if (stage == "train")
        {
            sandbox.JobText = sandbox.JobText.Replace("max_epochs: 6", "max_epochs: 400", StringComparison.Ordinal).Replace("patience: 2", "patience: 400", StringComparison.Ordinal);
        }

        Assert.Equal(0, await sandbox.RunAsync("whole"));
        var interrupted = TimeSpan.Zero;

        await InsideAsync(sandbox, before, async process =>
        {
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var sent = Stopwatch.GetTimestamp();
            Signals.Send(signal, process);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            interrupted = Stopwatch.GetElapsedTime(sent);
            Assert.Equal((130, "stopping; once more ends at once\ninterrupted; the same command goes on from what is finished\n"), (process.ExitCode, await error));
        });

        Assert.InRange(interrupted, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.True(File.Exists(sandbox.Folder.At("killed", "manifest.parts", before + ".json")), $"the signal came before {stage}");
        Assert.False(File.Exists(sandbox.Folder.At("killed", "manifest.parts", stage + ".json")), $"the signal came after {stage}");
        Assert.False(File.Exists(sandbox.Folder.At("killed", "manifest.json")), "the signal came too late to interrupt anything");
        Assert.Equal(0, await sandbox.RunAsync("killed"));
        Assert.Equal(sandbox.ContentHashes("whole"), sandbox.ContentHashes("killed"));
        Assert.Equal(sandbox.Weights("whole"), sandbox.Weights("killed"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_that_reaches_every_process_of_a_run_with_rank_processes_ends_it_in_order(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "setsid is needed to make a group of processes");
        Assert.SkipWhen(signal == "INT" && Signals.InterruptIsIgnored(), Signals.WhyIgnored);
        using var sandbox = new JobSandbox { InGroupOfItsOwn = true }.WithTrips();
        sandbox.JobText = sandbox.JobText.Replace("max_epochs: 6", "max_epochs: 120", StringComparison.Ordinal).Replace("patience: 2", "patience: 120", StringComparison.Ordinal);
        Assert.Equal(0, await sandbox.RunAsync("whole"));
        sandbox.JobText += "\nrun: { ranks: 2, rank_mode: processes }\n";
        await InsideAsync(sandbox, "encode", async process =>
        {
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await sandbox.TrainsAsync("killed", process, TestContext.Current.CancellationToken);
            Signals.SendToGroup(signal, process);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal((130, "stopping; once more ends at once\ninterrupted; the same command goes on from what is finished\n"), (process.ExitCode, await error));
        });

        Assert.NotEmpty(Directory.EnumerateFiles(sandbox.Folder.At("killed", "work", "checkpoints"), "*", SearchOption.AllDirectories));
        sandbox.JobText = sandbox.JobText.Replace("rank_mode: processes", "rank_mode: threads", StringComparison.Ordinal);
        Assert.Equal(0, await sandbox.RunAsync("killed"));
        Assert.Equal(sandbox.ContentHashes("whole"), sandbox.ContentHashes("killed"));
        Assert.Equal(sandbox.Weights("whole"), sandbox.Weights("killed"));
    }

    private static async Task InsideAsync(JobSandbox sandbox, string before, Func<Process, Task> act)
    {
        using var watch = new StageWatch(sandbox.Folder.At("killed"), before);
        using var process = sandbox.Start("killed");
        try
        {
            await watch.BeginsAsync(process, TestContext.Current.CancellationToken);
            await act(process);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }
}

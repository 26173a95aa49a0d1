using System.Diagnostics;
using System.Globalization;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>What a rank is comes from the job file and changes no byte: a thread, a thread behind TCP, a process of its own, encrypted or not.</summary>
public class RankModeTests
{
    [Theory]
    [InlineData(2, false)]
    [InlineData(4, true)]
    public async Task Rank_processes_give_the_weights_of_one_thread_and_are_told_nothing_by_their_arguments(int ranks, bool tls)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "children of a process are listed under /proc");
        var cancellationToken = TestContext.Current.CancellationToken;
        using var sandbox = Sandbox();
        Assert.True(0 == await sandbox.RunAsync("threads"), sandbox.Error);
        sandbox.JobText += $"\nrun: {{ ranks: {ranks}, rank_mode: processes, tls: {(tls ? "true" : "false")} }}\n";

        using var process = sandbox.Start("processes");
        string[] started = [];
        try
        {
            // A child that was made and has not become a rank yet still has its parent's arguments.
            while (started.Length != ranks || !started.All(child => string.Join(' ', Arguments(child)).EndsWith("millrace.dll rank", StringComparison.Ordinal)))
            {
                Assert.False(process.HasExited, "the run ended without rank processes");
                await Task.Delay(5, cancellationToken);
                started = Children(process.Id);
            }
        }
        finally
        {
            if (started.Length != ranks)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        await JobSandbox.EndsWellAsync(process, cancellationToken);
        Assert.All(started, child => Assert.False(Directory.Exists($"/proc/{child}"), $"rank process {child} was left behind"));
        Assert.Equal(sandbox.Weights("threads"), sandbox.Weights("processes"));
        Assert.Equal(sandbox.ContentHashes("threads"), sandbox.ContentHashes("processes"));
        Assert.Empty(Directory.EnumerateFiles(sandbox.Folder.At("processes", "work"), "*.lane", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_run_that_is_killed_takes_its_rank_processes_with_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "children of a process are listed under /proc");
        var cancellationToken = TestContext.Current.CancellationToken;
        using var sandbox = Sandbox();
        sandbox.JobText = sandbox.JobText.Replace("max_epochs: 12", "max_epochs: 100000", StringComparison.Ordinal).Replace("patience: 12", "patience: 100000", StringComparison.Ordinal)
            + "\nrun: { ranks: 2, rank_mode: processes }\n";
        using var process = sandbox.Start("killed");
        var children = new List<Process>();
        try
        {
            await sandbox.TrainsAsync("killed", process, cancellationToken);
            children.AddRange(Children(process.Id).Select(child => Process.GetProcessById(int.Parse(child, CultureInfo.InvariantCulture))));
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
            Assert.Equal(2, children.Count);
            await Task.WhenAll(children.Select(child => child.WaitForExitAsync(cancellationToken))).WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);
        }
        finally
        {
            foreach (var left in children.Prepend(process).Where(each => !each.HasExited))
            {
                left.Kill();
            }

            children.ForEach(child => child.Dispose());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Threads_that_sum_through_TCP_give_the_same_weights(bool tls)
    {
        using var sandbox = Sandbox();
        Assert.True(0 == await sandbox.RunAsync("threads"), sandbox.Error);
        sandbox.JobText += $"\nrun: {{ ranks: 4, rank_mode: tcp, tls: {(tls ? "true" : "false")} }}\n";
        Assert.True(0 == await sandbox.RunAsync("tcp"), sandbox.Error);
        Assert.Equal(sandbox.Weights("threads"), sandbox.Weights("tcp"));
    }

    [Theory]
    [InlineData("run: { tls: true }", "run.tls: has nothing to encrypt", "rank_mode: processes")]
    [InlineData("run: { rank_mode: processes }", "run.rank_mode: processes does not go with `mode: local`", "remove it")]
    [InlineData("run: { rank_mode: forks }", "rank_mode", "threads, tcp")]
    public async Task What_does_not_go_together_is_refused_with_its_place(string run, params string[] words)
    {
        using var sandbox = Sandbox();
        sandbox.JobText = sandbox.JobText.Replace("  task: regression\n", "  task: regression\n  mode: local\n", StringComparison.Ordinal) + $"\n{run}\n";
        Assert.Equal(2, await sandbox.RunAsync("run"));
        Assert.All(words, word => Assert.Contains(word, sandbox.Error, StringComparison.Ordinal));
    }

    private static JobSandbox Sandbox()
    {
        var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText.Replace("max_epochs: 6", "max_epochs: 12", StringComparison.Ordinal).Replace("patience: 2", "patience: 12", StringComparison.Ordinal);
        return sandbox;
    }

    // proc(5): the children of each thread, by id.
    private static string[] Children(int id) =>
        [.. Directory.EnumerateDirectories($"/proc/{id}/task").SelectMany(thread => Read(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static string[] Arguments(string id) => Read($"/proc/{id}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // The thread or process ended since it was listed.
            return "";
        }
    }
}

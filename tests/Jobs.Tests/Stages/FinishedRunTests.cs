namespace Millrace.Jobs.Tests.Stages;

/// <summary>What a finished run holds is true of the job and the input as they are: a run started again says so, or takes its manifest away.</summary>
public class FinishedRunTests
{
    [Theory]
    [InlineData("gate")]
    [InlineData("input")]
    public async Task A_finished_run_that_fails_when_it_is_started_again_is_finished_no_more(string fault)
    {
        using var sandbox = await FinishedAsync();
        var before = sandbox.JobText;
        var data = sandbox.Folder.At("data");
        if (fault == "gate")
        {
            sandbox.JobText += "gates: { max_quarantined: 0.005 }\n";
        }
        else
        {
            Directory.Move(data, sandbox.Folder.At("away"));
        }

        Assert.Equal(1, await sandbox.RunAsync("run"));

        Assert.False(File.Exists(sandbox.Folder.At("run", "manifest.json")), "a failed run looks finished");
        if (fault == "input")
        {
            Directory.Move(sandbox.Folder.At("away"), data);
        }

        sandbox.JobText = before;
        Assert.Equal(0, await sandbox.RunAsync("run"));
        Assert.Equal(61, (long)sandbox.Manifest("run")["rows"]!["quarantined"]!);
    }

    [Fact]
    public async Task A_finished_run_that_is_started_again_and_stopped_is_still_finished()
    {
        using var sandbox = await FinishedAsync();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        Assert.Equal(130, await sandbox.RunAsync("run", stop.Token));

        Assert.True(File.Exists(sandbox.Folder.At("run", "manifest.json")));
    }

    [Theory]
    [InlineData("gates: { max_quarantined: 0.5 }", "gates", "max_quarantined", "0.5")]
    [InlineData("name: journeys", "name", null, "journeys")]
    public async Task What_no_stage_depends_on_stands_in_the_manifest_as_the_job_has_it_now(string line, string setting, string? part, string expected)
    {
        using var sandbox = await FinishedAsync();
        var before = sandbox.Manifest("run");
        sandbox.JobText = (setting == "name" ? sandbox.JobText.Replace("name: trips\n", "", StringComparison.Ordinal) : sandbox.JobText) + line + "\n";

        Assert.Equal(0, await sandbox.RunAsync("run"));

        var after = sandbox.Manifest("run");
        var value = after["job"]![setting]!;
        Assert.Equal(expected, (part is null ? value : value[part]!).ToString());
        Assert.NotEqual((string)before["plan_sha256"]!, (string)after["plan_sha256"]!);
        Assert.Contains((string)after["plan_sha256"]!, await File.ReadAllTextAsync(sandbox.Folder.At("run", "report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(before["outputs"]!.ToJsonString(), after["outputs"]!.ToJsonString());
    }

    [Fact]
    public async Task A_deleted_report_is_written_again()
    {
        using var sandbox = await FinishedAsync();
        File.Delete(sandbox.Folder.At("run", "report.html"));

        Assert.Equal(0, await sandbox.RunAsync("run"));

        Assert.True(File.Exists(sandbox.Folder.At("run", "report.html")));
        Assert.DoesNotContain("nothing has changed", sandbox.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(sandbox.Folder.At("run", "manifest.json")));
    }

    // Cleaning only: what is tested is the same with a network, and slower.
    private static async Task<JobSandbox> FinishedAsync()
    {
        var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText[..sandbox.JobText.IndexOf("split:", StringComparison.Ordinal)];
        Assert.Equal(0, await sandbox.RunAsync("run"));
        return sandbox;
    }
}

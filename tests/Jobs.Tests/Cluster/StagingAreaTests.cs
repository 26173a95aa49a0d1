using System.Text.Json;
using Millrace.Jobs.Cluster;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Tests.Stages;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>What the driver believes of an executor's report, and what it keeps for a restart.</summary>
public sealed class StagingAreaTests : IDisposable
{
    private readonly JobSandbox _sandbox = new();
    private readonly RunFolder _folder;
    private readonly StagingArea _staging;
    private readonly Dictionary<string, string> _folders;

    public StagingAreaTests()
    {
        _folder = RunFolder.Open(_sandbox.Folder.At("run"));
        _staging = new StagingArea(_folder, "rows", "key");
        _folders = new Dictionary<string, string> { ["clean"] = _folder.Place("clean") };
    }

    public void Dispose()
    {
        _folder.Dispose();
        _sandbox.Dispose();
    }

    [Theory]
    [InlineData("..", "clean/a", "clean", null, "the attempt \"..\"")]
    [InlineData(".", "clean/a", "clean", null, "the attempt \".\"")]
    [InlineData("", "clean/a", "clean", null, "the attempt \"\"")]
    [InlineData("{outside}", "clean/a", "clean", null, "the attempt \"")]
    [InlineData("label-1/..", "clean/a", "clean", null, "the attempt \"label-1/..\"")]
    [InlineData("other-1-aa", "clean/a", "clean", null, "the attempt \"other-1-aa\" of the share \"label\"")]
    [InlineData("label-1-aa", "../../../../victim/clean/a", "clean", null, "the file \"../../../../victim/clean/a\"")]
    [InlineData("label-1-aa", "{outside}/clean/a", "clean", null, "the file \"")]
    [InlineData("label-1-aa", "clean/a\0", "clean", null, "the file \"clean/a\\u0000\"")]
    [InlineData("label-1-aa", "clean/..", "clean", null, "the file \"clean/..\"")]
    [InlineData("label-1-aa", "clean/a", "model", null, "the kind of file \"model\"")]
    [InlineData("label-1-aa", "clean/a", "clean", "../label-2-bb/statistics", "the file of statistics \"../label-2-bb/statistics\"")]
    public void A_report_that_names_what_is_not_its_own_is_refused_and_nothing_is_touched(string attempt, string file, string kind, string? statistics, string says)
    {
        var victim = _sandbox.Folder.Text("victim/clean/a", "PAR1");
        _sandbox.Folder.Text("run/work/staging/rows-key/label-1-aa/clean/a", "PAR1");
        _sandbox.Folder.Text("run/work/staging/rows-key/label-2-bb/statistics", "another's");
        var outside = _sandbox.Folder.At("victim");
        var report = Report(attempt.Replace("{outside}", outside, StringComparison.Ordinal), file.Replace("{outside}", outside, StringComparison.Ordinal), kind) with { StatisticsFile = statistics };

        var failure = Assert.Throws<JobFailedException>(() => _staging.Accept(report, _folders));
        Assert.StartsWith("The executor on \"far-away\" reports " + says, failure.Message, StringComparison.Ordinal);
        Assert.False(_staging.IsThere(report, _folders), "a line of the journal is believed where a report is not");
        Assert.True(File.Exists(victim));
    }

    [Fact]
    public void What_an_executor_sent_is_cut_and_escaped_in_the_message()
    {
        var failure = Assert.Throws<JobFailedException>(() => _staging.Accept(Report(new string('x', 5000) + "\n", "clean/a", "clean"), _folders));
        Assert.InRange(failure.Message.Length, 100, 500);
        failure = Assert.Throws<JobFailedException>(() => _staging.Accept(Report("a\u001b[2J\nb", "clean/a", "clean"), _folders));
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }

    [Fact]
    public void Merged_statistics_are_read_from_below_the_staging_folder_only()
    {
        var outside = _sandbox.Folder.Text("victim", "secret");
        Assert.Contains("is not where it writes", Assert.Throws<JobFailedException>(() => _staging.Require(outside, "that merged")).Message, StringComparison.Ordinal);
        Assert.Throws<JobFailedException>(() => _staging.Require(Path.Combine(_staging.Root, "merged", "..", "..", "..", "..", "..", "victim"), "that merged"));
        var merged = _sandbox.Folder.Text("run/work/staging/rows-key/merged/aa", "counts");
        Assert.Equal(merged, _staging.Require(merged, "that merged"));
    }

    [Fact]
    public async Task A_restart_after_hours_finds_what_was_accepted_and_sweeps_the_rest()
    {
        var now = DateTime.UtcNow;
        var (accepted, stray) = (Attempt("label-1-aa", now.AddHours(-2)), Attempt("label-2-bb", now.AddHours(-2)));
        var report = Report("label-1-aa", "clean/a", "clean");
        await using (var journal = await ShareJournal.OpenAsync(_staging.JournalFile, TestContext.Current.CancellationToken))
        {
            await journal.AppendAsync(report, TestContext.Current.CancellationToken);
        }

        // The line of the other was cut off by the kill.
        await File.AppendAllTextAsync(_staging.JournalFile, JsonSerializer.Serialize(Report("label-2-bb", "clean/a", "clean"))[..^5], TestContext.Current.CancellationToken);
        StagingArea.Sweep(_folder, now.AddHours(-1));
        Assert.True(Directory.Exists(accepted));
        Assert.True(_staging.IsThere(report, _folders));
        Assert.False(Directory.Exists(stray));

        // Nobody came back for it.
        File.SetLastWriteTimeUtc(_staging.JournalFile, now.AddDays(-8));
        StagingArea.Sweep(_folder, now.AddHours(-1));
        Assert.False(Directory.Exists(accepted));
    }

    private static ShareReport Report(string attempt, string file, string kind) => new()
    {
        Label = "label",
        Attempt = attempt,
        Files = [new ShareFile(kind, file, 4, 1, "hash")],
        Rows = 1,
        Host = "far-away",
        ProcessId = 1,
    };

    private string Attempt(string name, DateTime writtenUtc)
    {
        var file = _sandbox.Folder.Text($"run/work/staging/rows-key/{name}/clean/a", "PAR1");
        File.SetLastWriteTimeUtc(file, writtenUtc);
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(file)!, writtenUtc);
        var attempt = Path.GetDirectoryName(Path.GetDirectoryName(file))!;
        Directory.SetLastWriteTimeUtc(attempt, writtenUtc);
        return attempt;
    }
}

using System.Text.RegularExpressions;
using Millrace.Jobs.Ledger;

namespace Millrace.Jobs.Tests.Ledger;

public sealed class StageLedgerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("millrace-ledger-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_stage_with_the_same_key_runs_once()
    {
        Assert.Equal((7, 1), await RunOnceAsync("key"));
        Assert.Equal((7, 0), await RunOnceAsync("key"));
    }

    [Fact]
    public async Task A_stage_with_another_key_runs_again()
    {
        await RunOnceAsync("one");
        Assert.Equal((7, 1), await RunOnceAsync("two"));
    }

    [Fact]
    public async Task A_stage_whose_file_is_gone_or_short_runs_again()
    {
        await RunOnceAsync("key");
        File.WriteAllText(Path.Combine(_root, "out.txt"), "");
        Assert.Equal((7, 1), await RunOnceAsync("key"));
        File.Delete(Path.Combine(_root, "out.txt"));
        Assert.Equal((7, 1), await RunOnceAsync("key"));
    }

    [Fact]
    public async Task A_damaged_part_is_no_part()
    {
        await RunOnceAsync("key");
        File.WriteAllText(Path.Combine(_root, "manifest.parts", "stage.json"), "{\"name\": \"sta");
        Assert.Equal((7, 1), await RunOnceAsync("key"));
    }

    [Fact]
    public async Task What_every_run_does_anew_is_a_part_whose_key_says_what_it_found()
    {
        using var folder = RunFolder.Open(_root);
        var ledger = new StageLedger(folder);
        foreach (var found in new[] { "one", "one", "two" })
        {
            Assert.Equal(found, await ledger.RunAlwaysAsync("look", _ => Task.FromResult(found), text => ("key of " + text, new { Text = text }), TestContext.Current.CancellationToken));
            Assert.True(ledger.IsFinished("look", "key of " + found));
        }

        Assert.False(ledger.IsFinished("look", "key of one"));
        Assert.Equal(["key of one", "key of one", "key of two"], ledger.Parts.Select(part => part.Key));
        Assert.Equal("two", ledger.Parts[^1].Result.GetProperty("text").GetString());
        Assert.Equal(0, ledger.StagesRun);
    }

    [Fact]
    public async Task A_stage_that_fails_commits_nothing()
    {
        using (var folder = RunFolder.Open(_root))
        {
            var ledger = new StageLedger(folder);
            await Assert.ThrowsAsync<JobFailedException>(() =>
                ledger.RunAsync<int>("stage", "key", (_, _) => throw new JobFailedException("no"), TestContext.Current.CancellationToken));
            Assert.False(ledger.IsFinished("stage", "key"));
        }

        Assert.Equal((7, 1), await RunOnceAsync("key"));
    }

    [Fact]
    public async Task A_stage_that_the_system_refuses_a_file_fails_with_its_name_what_is_free_and_what_to_do()
    {
        using var folder = RunFolder.Open(_root);
        var refused = new UnauthorizedAccessException("Access to the path '/away' is denied.");

        var failure = await Assert.ThrowsAsync<JobFailedException>(() =>
            new StageLedger(folder).RunAsync<int>("stage", "key", (_, _) => throw refused, TestContext.Current.CancellationToken));

        Assert.Matches($@"^Stage stage could not use a file: Access to the path '/away' is denied \(\d+ bytes are free in {Regex.Escape(folder.Root)}\)\. .+\.$", failure.Message);
        Assert.Same(refused, failure.InnerException);
    }

    [Fact]
    public async Task A_file_that_cannot_have_its_name_leaves_no_temporary_one()
    {
        var taken = Directory.CreateDirectory(Path.Combine(_root, "taken")).FullName;
        await Assert.ThrowsAnyAsync<Exception>(() => AtomicFile.WriteAsync(taken, new byte[10], TestContext.Current.CancellationToken));
        Assert.Empty(Directory.EnumerateFiles(_root));
    }

    [Fact]
    public void A_copy_takes_the_place_of_an_older_file_or_leaves_nothing()
    {
        Directory.CreateDirectory(_root);
        var (source, target) = (Path.Combine(_root, "source"), Path.Combine(_root, "target"));
        File.WriteAllText(source, "new");
        File.WriteAllText(target, "older and longer");
        AtomicFile.Copy(source, target);
        Assert.Equal("new", File.ReadAllText(target));

        var taken = Directory.CreateDirectory(Path.Combine(_root, "taken")).FullName;
        Assert.ThrowsAny<Exception>(() => AtomicFile.Copy(source, taken));
        Assert.Equal([source, target], Directory.EnumerateFiles(_root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_second_run_is_kept_out_of_the_folder()
    {
        using var first = RunFolder.Open(_root);
        var refused = Assert.Throws<JobFailedException>(() => RunFolder.Open(_root));
        Assert.Contains("--out", refused.Message, StringComparison.Ordinal);
    }

    private async Task<(int Result, int StagesRun)> RunOnceAsync(string key)
    {
        using var folder = RunFolder.Open(_root);
        var ledger = new StageLedger(folder);
        var result = await ledger.RunAsync(
            "stage",
            key,
            async (scope, token) =>
            {
                var file = folder.Place("out.txt");
                await File.WriteAllTextAsync(file, "written", token);
                scope.Commit("out", [file], null, "00");
                return 7;
            },
            TestContext.Current.CancellationToken);
        return (result, ledger.StagesRun);
    }
}

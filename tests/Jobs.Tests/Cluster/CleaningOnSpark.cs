using System.Text.Json;
using Millrace.Jobs.Cluster;
using Millrace.Jobs.Tests.Stages;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>A cleaning job that takes seconds in executors, run once in this process to compare with; and a look at the journal of its row stage while it runs.</summary>
public sealed class CleaningOnSpark : IAsyncLifetime
{
    private const string Here = "here";
    private const int Rows = 1_200_000;

    public async ValueTask InitializeAsync()
    {
        var text = Sandbox.JobText;
        Sandbox.JobText = text[..text.IndexOf("split:", StringComparison.Ordinal)];
        for (var file = 0; file < 4; file++)
        {
            var from = file * (Rows / 4);
            Sandbox.Folder.Parquet($"data/{file}.parquet", $"{JobSandbox.Trips} FROM range({from}, {from + (Rows / 4) + 100}) t(i)", ", ROW_GROUP_SIZE 50000");
        }

        Assert.Equal(0, await Sandbox.RunAsync(Here));
    }

    internal JobSandbox Sandbox { get; } = new();

    /// <summary>Waits until the row stage's journal has a number of reports, and gives them; fails where the run ends before.</summary>
    internal async Task<IReadOnlyList<ShareReport>> ReportsAsync(string run, int atLeast, Task ended)
    {
        var staging = Sandbox.Folder.At(run, "work", "staging");
        while (true)
        {
            var reports = Reports(staging);
            if (reports.Count >= atLeast)
            {
                return reports;
            }

            Assert.False(ended.IsCompleted, $"the run ended with {reports.Count} reports: {Sandbox.Error}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Every report that the journal has had until the run ends.</summary>
    internal async Task<IReadOnlyList<ShareReport>> AllReportsAsync(string run, Task ended)
    {
        IReadOnlyList<ShareReport> last = [];
        while (!ended.IsCompleted)
        {
            var now = Reports(Sandbox.Folder.At(run, "work", "staging"));
            last = now.Count >= last.Count ? now : last;
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        return last;
    }

    /// <summary>Waits until the row stage has two attempts at work, and gives one of the two worker processes; fails where the run ends before.</summary>
    internal async Task<int> WorkerAtWorkAsync(string run, IEnumerable<int> ancestors, Task ended)
    {
        var staging = Sandbox.Folder.At(run, "work", "staging");
        while (!Directory.Exists(staging) || Directory.EnumerateDirectories(staging, "rows-*").SelectMany(Directory.EnumerateDirectories).Count() < 2)
        {
            Assert.False(ended.IsCompleted, $"the run ended before two attempts were seen: {Sandbox.Error}");
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        var workers = ancestors.SelectMany(Processes.DescendantsOf).Where(process => Processes.CommandOf(process).Contains("pyspark.daemon", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, workers.Length);
        return workers[0];
    }

    /// <summary>The files of a run outside its staging folder, with sizes and times.</summary>
    internal List<string> Listing(string run) =>
    [
        .. Directory.EnumerateFiles(Sandbox.Folder.At(run), "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(Sandbox.Folder.At(run, "work", "staging"), StringComparison.Ordinal))
            .Select(path => $"{path} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path):O}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Content hashes and row counts are those of a run in this process.</summary>
    public void AssertSameAsHere(string there)
    {
        Assert.Equal(Sandbox.ContentHashes(Here), Sandbox.ContentHashes(there));
        Assert.Equal(Sandbox.Manifest(Here)["rows"]!.ToJsonString(), Sandbox.Manifest(there)["rows"]!.ToJsonString());
        var clean = (long)Sandbox.Manifest(there)["rows"]!["clean"]!;
        Assert.Equal([$"{clean}"], Engine.TestFolder.Sql($"SELECT count(*) FROM '{Sandbox.Folder.At(there, "clean")}/*.parquet'"));
    }

    public ValueTask DisposeAsync()
    {
        Sandbox.Dispose();
        return ValueTask.CompletedTask;
    }

    private static List<ShareReport> Reports(string staging)
    {
        var journal = Directory.Exists(staging) ? Directory.EnumerateFiles(staging, "rows-*.journal").FirstOrDefault() : null;
        if (journal is null)
        {
            return [];
        }

        try
        {
            using var stream = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            var lines = reader.ReadToEnd().Split('\n');
            return [.. lines[..^1].Select(line => JsonSerializer.Deserialize<ShareReport>(line, ClusterJson.Options)!)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}

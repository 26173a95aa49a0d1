using Millrace.Jobs.Cluster;
using Millrace.Jobs.Cluster.Executors;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Stages.Rows;
using Millrace.Jobs.Tests.Stages;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>An attempt that Spark did not accept (speculation, an executor taken for lost) and that goes on writing after the commit.</summary>
public class LateAttemptTests
{
    [Fact]
    public async Task It_changes_nothing_of_the_run_and_is_swept_after_the_grace_time()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("run"));
        using var folder = RunFolder.Open(sandbox.Folder.At("run"));
        await using var engine = EmbeddedEngine.Open(new EngineOptions { TempFolder = folder.Temporary });
        var rows = await new CleanFiles(folder).PinAsync(
            [.. Directory.EnumerateFiles(folder.Place("clean")).Select(folder.Relative)], RowRole.Main, TestContext.Current.CancellationToken);
        var share = SharePlanner.Plan("key", [rows], slots: 1, isWholeFiles: false)[0];
        var work = RowsWork.Of(JobFile.Load(sandbox.Folder.At("job.yaml")), isScoring: false, withProfile: true);
        var staging = new StagingArea(folder, "rows", "key");
        var folders = new Dictionary<string, string>
        {
            [RowsFiles.Clean] = folder.Place("committed"),
            [RowsFiles.Quarantine] = folder.Place("committed-quarantine"),
            [RowsFiles.Converted] = folder.Place("committed-converted"),
        };

        // Two attempts at one share begin; the first is accepted and committed while the second stands in the middle of its rows.
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var late = AttemptAsync(2, () =>
        {
            reached.TrySetResult();
            goOn.Task.GetAwaiter().GetResult();
        });
        await reached.Task;
        var accepted = await AttemptAsync(1, () => { });
        var published = staging.Publish([accepted], folders);
        var committed = Listing(folder);
        goOn.SetResult();
        var report = await late;

        Assert.Equal(accepted.Label, report.Label);
        Assert.NotEqual(accepted.Attempt, report.Attempt);
        Assert.NotEmpty(report.Files);
        Assert.All(report.Files, file => Assert.True(File.Exists(staging.Place(report, file.Path)), file.Path));
        Assert.Equal(committed, Listing(folder));
        Assert.Equal(published.Select(file => file.Path), folders.Values.SelectMany(Directory.EnumerateFiles).Order(StringComparer.Ordinal));

        StagingArea.Sweep(folder, DateTime.UtcNow.AddHours(-1));
        Assert.All(report.Files, file => Assert.True(File.Exists(staging.Place(report, file.Path)), file.Path));
        StagingArea.Sweep(folder, DateTime.UtcNow.AddHours(1));
        Assert.False(Directory.Exists(Path.Combine(staging.Root, report.Attempt)));
        Assert.Equal(committed, Listing(folder));

        async Task<ShareReport> AttemptAsync(long number, Action inTheMiddle)
        {
            using var scan = engine.OpenScan(rows.Snapshot, share.Scans, null, 1);
            return await new ShareAttempt<RowsStatistics>(work, staging.Root, share.Label).RunAsync(
                number,
                (output, progressed) => new RowShare
                {
                    Role = rows.Role,
                    Snapshot = rows.Snapshot,
                    Rows = scan.Readers[0],
                    Engine = engine,
                    Output = output,
                    Progressed = count =>
                    {
                        progressed(count);
                        inTheMiddle();
                    },
                },
                TestContext.Current.CancellationToken);
        }
    }

    private static List<string> Listing(RunFolder folder) =>
    [
        .. Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(StagingArea.RootOf(folder), StringComparison.Ordinal))
            .Select(path => $"{path} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path):O}")
            .Order(StringComparer.Ordinal),
    ];
}

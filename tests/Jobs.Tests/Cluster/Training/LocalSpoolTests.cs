using Millrace.Jobs.Cluster.Training;
using Millrace.Training.Lanes;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>When an executor's local disk is emptied of lanes.</summary>
public sealed class LocalSpoolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("local-spool-").FullName;

    private string Lanes => Path.Combine(_folder, "millrace-lanes");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_who_asks_removes_what_no_run_used_for_half_a_day()
    {
        Directory.CreateDirectory(Lanes);
        var (old, young) = (Put("killed-train-aa-lane0of8.lane", TimeSpan.FromHours(13)), Put("running-train-aa-lane0of8.lane", TimeSpan.FromHours(11)));
        var spool = new LocalSpool(() => _folder, TimeProvider.System);
        Assert.True(File.Exists(old), "it was removed before anybody asked for lanes");
        Assert.Equal(Lanes, spool.Root);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));

        old = Put("killed-train-aa-lane1of8.lane", TimeSpan.FromHours(13));
        Assert.Equal(Lanes, spool.Root);
        Assert.True(File.Exists(old), "a process sweeps once");
    }

    [Fact]
    public async Task Lanes_that_are_opened_again_count_as_used_and_go_with_their_run()
    {
        using var hard = await ClusterCase.MakeAsync();
        var spool = new LocalSpool(() => _folder, TimeProvider.System);
        var rows = new TrainingRows { Files = hard.ValidationFiles, Rows = 401, Hash = "bb22" };
        (await OpenAsync("one-validation")).Dispose();
        (await OpenAsync("two-validation")).Dispose();
        var files = Directory.GetFiles(Lanes);
        Assert.Equal(16, files.Length);
        foreach (var file in files)
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-11));
        }

        (await OpenAsync("one-validation")).Dispose();
        Assert.All(files, file => Assert.Equal(
            Path.GetFileName(file).StartsWith("one-", StringComparison.Ordinal), File.GetLastWriteTimeUtc(file) > DateTime.UtcNow.AddHours(-1)));

        spool.Forget("one");
        Assert.Equal(files.Where(file => Path.GetFileName(file).StartsWith("two-", StringComparison.Ordinal)).Order(), Directory.GetFiles(Lanes).Order());

        Task<LaneStore> OpenAsync(string run) =>
            spool.OpenAsync(rows, new LaneStoreOptions { Run = run }, TestContext.Current.CancellationToken);
    }

    private string Put(string name, TimeSpan age)
    {
        var path = Path.Combine(Lanes, name);
        File.WriteAllText(path, "a lane");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
        return path;
    }
}

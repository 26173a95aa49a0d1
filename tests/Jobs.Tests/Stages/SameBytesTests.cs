using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>The promise: the same rows give the same bytes, however many ranks, readers and files there are.</summary>
public class SameBytesTests
{
    [Fact]
    public async Task Ranks_and_readers_do_not_change_a_byte()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("one", "--ranks", "1", "--readers", "1"));
        foreach (var (ranks, readers) in new[] { ("2", "2"), ("4", "1"), ("8", "2") })
        {
            Assert.Equal(0, await sandbox.RunAsync("other", "--ranks", ranks, "--readers", readers));
            Assert.Equal(sandbox.ContentHashes("one"), sandbox.ContentHashes("other"));
            Assert.Equal(sandbox.Weights("one"), sandbox.Weights("other"));
            Directory.Delete(sandbox.Folder.At("other"), recursive: true);
        }
    }

    [Fact]
    public async Task Files_in_another_order_or_cut_do_not_change_a_byte()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("one"));
        Directory.Delete(sandbox.Folder.At("data"), recursive: true);
        sandbox.Folder.Parquet("data/0.parquet", $"{JobSandbox.Trips} FROM range(4000, 6000) t(i)");
        sandbox.Folder.Parquet("data/1.parquet", $"SELECT * FROM ({JobSandbox.Trips} FROM range(0, 4000) t(i)) ORDER BY trip DESC", ", ROW_GROUP_SIZE 2048");
        sandbox.Folder.Parquet("data/2.parquet", $"{JobSandbox.Trips} FROM range(100, 160) t(i)");

        Assert.Equal(0, await sandbox.RunAsync("other"));

        Assert.Equal(sandbox.ContentHashes("one"), sandbox.ContentHashes("other"));
        Assert.Equal(sandbox.Weights("one"), sandbox.Weights("other"));
    }

    [Fact]
    public async Task Another_seed_or_another_row_is_another_model()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("one"));
        Assert.Equal(0, await sandbox.RunAsync("seed", "--seed", "2"));
        Assert.Equal(sandbox.ContentHashes("one")["clean"], sandbox.ContentHashes("seed")["clean"]);
        Assert.NotEqual(sandbox.Weights("one"), sandbox.Weights("seed"));

        sandbox.Folder.Parquet("data/d.parquet", $"{JobSandbox.Trips} FROM range(6000, 6001) t(i)");
        Assert.Equal(0, await sandbox.RunAsync("row"));
        Assert.NotEqual(sandbox.ContentHashes("one")["clean"], sandbox.ContentHashes("row")["clean"]);
    }

    [Fact]
    public async Task Rows_without_duplicates_hash_as_those_that_duplicates_leave()
    {
        using var sandbox = new JobSandbox().WithTrips().OnlyCleaning();
        Assert.Equal(0, await sandbox.RunAsync("left"));
        File.Delete(sandbox.Folder.At("data/c.parquet"));
        Assert.Equal(0, await sandbox.RunAsync("alone"));

        Assert.Equal(59, (long)sandbox.Manifest("left")["rows"]!["duplicates"]!);
        Assert.Equal(0, (long)sandbox.Manifest("alone")["rows"]!["duplicates"]!);
        Assert.Equal(sandbox.ContentHashes("left")["clean"], sandbox.ContentHashes("alone")["clean"]);
    }

    [Fact]
    public async Task Rows_in_are_rows_out()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("one"));
        var rows = sandbox.Manifest("one")["rows"]!;

        // 6,000 rows and 60 of them twice; every hundredth row, and one of those twice, has negative miles.
        Assert.Equal(6060, (long)rows["read"]!);
        Assert.Equal(61, (long)rows["quarantined"]!);
        Assert.Equal(59, (long)rows["duplicates"]!);
        Assert.Equal(5940, (long)rows["clean"]!);
        Assert.Equal(["5940"], TestFolder.Sql($"SELECT count(*) FROM '{sandbox.Folder.At("one", "clean")}/*.parquet'"));
        Assert.Equal(["61|1"], TestFolder.Sql($"SELECT count(*), count(DISTINCT _reasons) FROM '{sandbox.Folder.At("one", "quarantine")}/*.parquet'"));

        // A quarantined row that the split calls test is scored all the same.
        var parts = (long)rows["train"]! + (long)rows["validation"]! + (long)rows["test"]!;
        Assert.InRange(parts, 5941, 6001);
        Assert.Equal((long)rows["test"]!, (long)sandbox.Manifest("one")["metrics"]!["test"]!["rows"]!);
    }

    [Fact]
    public async Task Features_are_fitted_on_training_rows_only()
    {
        using var sandbox = new JobSandbox();
        sandbox.JobText = sandbox.JobText.Replace(
            "split: { kind: hash, validation: 0.2, test: 0.2 }", "split: { kind: column, column: trip, test: [\"5\"], validation: [\"6\"] }", StringComparison.Ordinal);
        var parts = $"SELECT CASE WHEN i < 2000 THEN 0 WHEN i < 2500 THEN 5 ELSE 6 END AS trip, * EXCLUDE (trip) FROM ({JobSandbox.Trips}, i FROM range(0, 3000) t(i))";
        sandbox.JobText = sandbox.JobText.Replace("duplicates: { by: [trip] }", "", StringComparison.Ordinal);
        sandbox.Folder.Parquet("data/a.parquet", $"SELECT * EXCLUDE (i) FROM ({parts})");
        Assert.Equal(0, await sandbox.RunAsync("one"));

        sandbox.Folder.Parquet("data/a.parquet", $"SELECT * EXCLUDE (i) REPLACE (CASE WHEN trip = 0 THEN miles ELSE miles * 3 + 1 END AS miles) FROM ({parts})");
        Assert.Equal(0, await sandbox.RunAsync("other"));

        Assert.NotEqual(sandbox.ContentHashes("one")["clean"], sandbox.ContentHashes("other")["clean"]);
        Assert.Equal(File.ReadAllBytes(sandbox.Folder.At("one", "features.json")), File.ReadAllBytes(sandbox.Folder.At("other", "features.json")));
    }
}

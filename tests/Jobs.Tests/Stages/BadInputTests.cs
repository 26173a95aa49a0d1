using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>What is wrong ends with its exit code and a message that names what, where and what to do; nothing looks finished afterwards.</summary>
public class BadInputTests
{
    [Fact]
    public async Task No_such_file()
    {
        using var sandbox = new JobSandbox();
        await FailsAsync(sandbox, 1, "data");
    }

    [Fact]
    public async Task An_empty_folder()
    {
        using var sandbox = new JobSandbox();
        Directory.CreateDirectory(sandbox.Folder.At("data"));
        await FailsAsync(sandbox, 1, "data");
    }

    [Fact]
    public async Task A_folder_of_bad_files_only()
    {
        using var sandbox = new JobSandbox();
        sandbox.Folder.Text("data/a.parquet", "this is no Parquet");
        sandbox.Folder.Text("data/b.parquet", "PAR1 nor this");
        sandbox.JobText = sandbox.JobText.Replace("input: data", "input: { files: data, on_bad_file: quarantine }", StringComparison.Ordinal);
        await FailsAsync(sandbox, 1, "a.parquet");
    }

    [Fact]
    public async Task A_rule_on_a_column_that_is_not_there()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText.Replace("check: miles > 0", "check: mile > 0", StringComparison.Ordinal);
        await FailsAsync(sandbox, 2, "job.yaml:12", "mile", "miles");
    }

    [Fact]
    public async Task A_type_error_in_a_rule()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText.Replace("check: miles > 0", "check: miles > 'far'", StringComparison.Ordinal);
        await FailsAsync(sandbox, 2, "job.yaml:12", "miles > 'far'", "float");
    }

    [Fact]
    public async Task All_rows_quarantined()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText.Replace("check: miles > 0", "check: miles > 1000", StringComparison.Ordinal);
        await FailsAsync(sandbox, 1, "6,060 rows", "miles-positive", "quarantine");
    }

    [Fact]
    public async Task More_quarantined_than_the_gate_allows()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText += "\ngates: { max_quarantined: 0.005 }\n";
        await FailsAsync(sandbox, 1, "61 of 6,060", "gates.max_quarantined", "miles-positive");
    }

    [Fact]
    public async Task A_label_with_one_value()
    {
        using var sandbox = new JobSandbox();
        sandbox.Folder.Parquet("data/a.parquet", $"SELECT * REPLACE (7.5 AS fare) FROM ({JobSandbox.Trips} FROM range(0, 500) t(i))");
        await FailsAsync(sandbox, 1, "fare");
    }

    [Fact]
    public async Task A_file_of_another_schema_is_counted_faults_not_nulls()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.Folder.Parquet("data/d.parquet", $"SELECT * RENAME (miles AS km) FROM ({JobSandbox.Trips} FROM range(7000, 7010) t(i))");
        Assert.Equal(0, await sandbox.RunAsync("run"));
        Assert.Equal(71, (long)sandbox.Manifest("run")["rows"]!["quarantined"]!);
    }

    [Fact]
    public async Task Invalid_text_is_a_counted_fault()
    {
        using var sandbox = new JobSandbox();
        sandbox.JobText = sandbox.JobText.Replace("input: data", "input: { files: data, format: csv }", StringComparison.Ordinal);
        var lines = Enumerable.Range(0, 400).Select(i => $"{i},Kings,{(i % 17) + 1}.5,{i % 40},2013-01-01T00:{i % 60:00}:00,{(i % 17) * 2.5 + 4}");
        var path = sandbox.Folder.Text("data/a.csv", "trip,borough,miles,minutes,pickup,fare\n" + string.Join('\n', lines) + "\n");
        await using (var stream = new FileStream(path, FileMode.Append))
        {
            stream.Write("400,"u8);
            stream.Write([0xC3, 0x28]);
            stream.Write(",1.5,3,2013-01-01T00:00:00,6.5\n"u8);
            stream.Write("401,too,few\n"u8);
        }

        Assert.Equal(0, await sandbox.RunAsync("run"));
        Assert.Equal(402, (long)sandbox.Manifest("run")["rows"]!["read"]!);
        Assert.Equal(2, (long)sandbox.Manifest("run")["rows"]!["quarantined"]!);
    }

    [Fact]
    public async Task Interrupted_it_ends_with_130_and_goes_on_later()
    {
        using var sandbox = new JobSandbox().WithTrips();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Assert.Equal(130, await sandbox.RunAsync("run", stop.Token));
        Assert.False(File.Exists(sandbox.Folder.At("run", "manifest.json")));
        Assert.Equal(0, await sandbox.RunAsync("run"));
    }

    [Fact]
    public async Task A_disk_that_is_full_names_the_file_and_what_to_do()
    {
        using var disk = SmallDisk.TryMount(64 << 10);
        Assert.SkipWhen(disk is null, "mounting a small tmpfs is not allowed here");
        using var sandbox = new JobSandbox().WithTrips();
        var run = Path.Combine(disk.Path, "run");

        Assert.Equal(1, await sandbox.RunAsync(run));

        Assert.Contains(disk.Path, sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("The disk is full: free space or choose another --out", sandbox.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", sandbox.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run, "manifest.json")));
        Assert.Empty(Directory.EnumerateFiles(run, "*.tmp", SearchOption.AllDirectories));
    }

    private static async Task FailsAsync(JobSandbox sandbox, int exitCode, params string[] words)
    {
        Assert.Equal(exitCode, await sandbox.RunAsync("run"));
        foreach (var word in words)
        {
            Assert.Contains(word, sandbox.Error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", sandbox.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", sandbox.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(sandbox.Folder.At("run", "manifest.json")));
    }
}

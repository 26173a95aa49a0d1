using Millrace.Jobs.Stages;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>What is wrong ends with its exit code and a message that names what, where and what to do; nothing looks finished afterwards.</summary>
public class BadInputTests
{
    [Fact]
    public async Task No_such_file()
    {
        using var sandbox = new JobSandbox();
        await FailsAsync(sandbox, 1, $"Input 'data' is not there (looked for {sandbox.Folder.At("data")}). Correct 'input.files' in the job file.");
    }

    [Fact]
    public async Task An_empty_folder()
    {
        using var sandbox = new JobSandbox();
        Directory.CreateDirectory(sandbox.Folder.At("data"));
        await FailsAsync(sandbox, 1, "There is no input file in data. Names that start with '_' or '.', run folders, and files of the split do not count. Correct 'input.files' in the job file.");
    }

    [Fact]
    public async Task A_folder_of_bad_files_only()
    {
        using var sandbox = new JobSandbox();
        sandbox.Folder.Text("data/a.parquet", "this is no Parquet");
        sandbox.Folder.Text("data/b.parquet", "PAR1 nor this");
        sandbox.JobText = sandbox.JobText.Replace("input: data", "input: { files: data, on_bad_file: quarantine }", StringComparison.Ordinal);
        await FailsAsync(sandbox, 1, "None of the 2 input files can be read: ", "a.parquet", "b.parquet", "Check 'input.files' and 'input.format' in the job file.");
    }

    [Fact]
    public async Task A_job_file_with_five_faults_names_them_all_with_their_lines()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText
            .Replace("trip: int64", "trip: int65", StringComparison.Ordinal)
            .Replace("unit: miles", "unti: miles", StringComparison.Ordinal)
            .Replace("otherwise: quarantine", "otherwise: drop", StringComparison.Ordinal)
            .Replace("test: 0.2", "test: 1.2", StringComparison.Ordinal)
            .Replace("max_epochs: 6", "max_epochs: six", StringComparison.Ordinal);

        await FailsAsync(sandbox, 2, "job.yaml:4:", "int65", "job.yaml:6:", "did you mean `unit`?", "job.yaml:12:", "drop", "job.yaml:14:", "job.yaml:29:", "six");

        Assert.True(sandbox.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("job.yaml:", StringComparison.Ordinal)) >= 5, sandbox.Error);
    }

    [Theory]
    [InlineData("changed size")]
    [InlineData("vanished")]
    [InlineData("was written to")]
    [InlineData("changed content")]
    public async Task A_file_that_changes_while_it_is_read_stops_the_run_with_its_name(string change)
    {
        JobSandbox? disturbed = null;
        using var sandbox = disturbed = new JobSandbox
        {
            RunJob = (job, options, display, token) => Pipeline.RunAsync(job, options, new Disturbance(display, "rows", () => Change(disturbed!.Folder.At("data", "a.parquet"), change)), token),
        };
        sandbox.Folder.Parquet("data/a.parquet", $"{JobSandbox.Trips} FROM range(0, 60000) t(i)", ", ROW_GROUP_SIZE 20000");

        await FailsAsync(sandbox, 1, $"a.parquet {change} since the run surveyed it. Let nothing write to the input while a run reads it, and run again.");

        Assert.False(File.Exists(sandbox.Folder.At("run", "manifest.parts", "rows.json")), "rows of a changed file count as read");
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
        await FailsAsync(sandbox, 1, "All 6,060 rows were quarantined: miles-positive 6,060", sandbox.Folder.At("run", "quarantine"), "mend the contract or the rules of the job");
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
        await FailsAsync(sandbox, 1, "label fare has one and the same value in all ", "nothing can be learned from it; look at the rules and the split");
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
        Assert.Matches(@" 1 row   borough:invalid_utf8\n", sandbox.Output);
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
    public async Task A_disk_that_is_full_names_the_file_and_what_to_do_and_with_more_room_the_run_goes_on()
    {
        using var disk = SmallDisk.TryMount(64 << 10);
        Assert.SkipWhen(disk is null, "mounting a small tmpfs is not allowed here");
        using var sandbox = new JobSandbox().WithTrips();
        var run = Path.Combine(disk.Path, "run");
        Assert.Equal(0, await sandbox.RunAsync("elsewhere"));

        Assert.Equal(1, await sandbox.RunAsync(run));

        Assert.Contains(disk.Path, sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("The disk is full: free space or choose another --out", sandbox.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", sandbox.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run, "manifest.json")));
        Assert.Empty(Directory.EnumerateFiles(run, "*.tmp", SearchOption.AllDirectories));

        disk.Grow(64 << 20);
        Assert.True(await sandbox.RunAsync(run) == 0, sandbox.Error);
        Assert.Equal(sandbox.ContentHashes("elsewhere"), sandbox.ContentHashes(run));
        Assert.Equal(sandbox.Weights("elsewhere"), sandbox.Weights(run));
    }

    [Fact]
    public async Task A_disk_that_fills_up_while_clean_rows_are_written_leaves_no_half_of_them_and_with_more_room_the_run_goes_on()
    {
        using var disk = SmallDisk.TryMount(1 << 20);
        Assert.SkipWhen(disk is null, "mounting a small tmpfs is not allowed here");
        using var sandbox = new JobSandbox();
        sandbox.JobText = sandbox.JobText.Replace("duplicates: { by: [trip] }\n", "", StringComparison.Ordinal);
        sandbox.JobText = sandbox.JobText[..sandbox.JobText.IndexOf("split:", StringComparison.Ordinal)];
        sandbox.Folder.Parquet("data/a.parquet", $"{JobSandbox.Trips} FROM range(0, 300000) t(i)", ", ROW_GROUP_SIZE 20480");
        var run = Path.Combine(disk.Path, "run");
        Assert.Equal(0, await sandbox.RunAsync("elsewhere"));
        Assert.True(Directory.EnumerateFiles(sandbox.Folder.At("elsewhere", "clean")).Sum(file => new FileInfo(file).Length) > 2 << 20, "the clean rows would fit");

        Assert.Equal(1, await sandbox.RunAsync(run));

        Assert.Contains(Path.Combine(run, "clean"), sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("The disk is full: free space or choose another --out", sandbox.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", sandbox.Error, StringComparison.Ordinal);
        Assert.Equal(["survey.json"], Directory.EnumerateFiles(Path.Combine(run, "manifest.parts")).Select(Path.GetFileName));
        Assert.Empty(Directory.EnumerateFiles(run, "*.tmp", SearchOption.AllDirectories));

        disk.Grow(64 << 20);
        Assert.True(await sandbox.RunAsync(run) == 0, sandbox.Error);
        Assert.Equal(sandbox.ContentHashes("elsewhere"), sandbox.ContentHashes(run));
    }

    [Fact]
    public async Task A_disk_that_fills_up_in_a_later_stage_names_the_stage_and_what_to_do_and_with_more_room_the_run_goes_on()
    {
        using var disk = SmallDisk.TryMount(64 << 20);
        Assert.SkipWhen(disk is null, "mounting a small tmpfs is not allowed here");
        var full = "";
        using var sandbox = new JobSandbox
        {
            RunJob = (job, options, display, token) => Pipeline.RunAsync(job, options, new Disturbance(display, full, disk.Fill, atStart: true), token),
        }.WithTrips();
        var run = Path.Combine(disk.Path, "run");
        Assert.Equal(0, await sandbox.RunAsync("elsewhere"));

        foreach (var stage in new[] { "features", "encode", "train", "evaluate", "card", "report" })
        {
            full = stage;
            Assert.Equal(1, await sandbox.RunAsync(run));

            Assert.Contains($"Stage {stage} could not use a file: ", sandbox.Error, StringComparison.Ordinal);
            Assert.Contains("The disk is full: free space or choose another --out", sandbox.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("unexpected", sandbox.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(run, "manifest.parts", stage + ".json")));
            Assert.Empty(Directory.EnumerateFiles(run, "*.tmp", SearchOption.AllDirectories));
            disk.Empty();
        }

        full = "";
        Assert.True(await sandbox.RunAsync(run) == 0, sandbox.Error);
        Assert.Equal(sandbox.ContentHashes("elsewhere"), sandbox.ContentHashes(run));
        Assert.Equal(sandbox.Weights("elsewhere"), sandbox.Weights(run));
    }

    [Fact]
    public async Task Bad_files_of_every_part_stand_in_summary_manifest_and_report_one_by_one()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.Folder.Parquet("test/t.parquet", $"{JobSandbox.Trips} FROM range(6000, 6500) t(i)");
        sandbox.Folder.Parquet("validation/v.parquet", $"{JobSandbox.Trips} FROM range(7000, 7400) t(i)");
        string[] bad = ["data/cut-1.parquet", "data/cut-2.parquet", "test/cut-3.parquet", "validation/cut-4.parquet"];
        foreach (var path in bad)
        {
            sandbox.Folder.Text(path, "this is no Parquet");
        }

        sandbox.JobText = sandbox.JobText
            .Replace("input: data", "input: { files: data, on_bad_file: quarantine }", StringComparison.Ordinal)
            .Replace("kind: hash, validation: 0.2, test: 0.2", "kind: files, test: test, validation_files: validation", StringComparison.Ordinal)
            .Replace("max_epochs: 6", "max_epochs: 1", StringComparison.Ordinal)
            .Replace("linear: true", "linear: false", StringComparison.Ordinal) + "\nexport: { onnx: false, raw: false, card: false }\n";

        Assert.Equal(0, await sandbox.RunAsync("run"));

        Assert.Equal(bad.Select(Path.GetFileName), sandbox.Manifest("run")["bad_files"]!.AsArray().Select(file => Path.GetFileName((string)file!["path"]!)));
        var leftOut = sandbox.Output[sandbox.Output.IndexOf("\nLeft out", StringComparison.Ordinal)..sandbox.Output.IndexOf("\nQuarantined", StringComparison.Ordinal)];
        var report = await File.ReadAllTextAsync(sandbox.Folder.At("run", "report.html"), TestContext.Current.CancellationToken);
        var inputs = report[report.LastIndexOf("a.parquet", StringComparison.Ordinal)..];
        Assert.Equal(bad.Length, leftOut.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(bad, path => Assert.Contains(Path.GetFileName(path), leftOut, StringComparison.Ordinal));
        Assert.All([.. bad, "test/t.parquet", "validation/v.parquet"], path => Assert.Contains(Path.GetFileName(path), inputs, StringComparison.Ordinal));
    }

    /// <summary>Changes a Parquet file; where its size stays, first a byte of a page alone, which the time of writing gives away, then a byte of the footer with the old time put back.</summary>
    private static void Change(string path, string change)
    {
        var written = File.GetLastWriteTimeUtc(path);
        switch (change)
        {
            case "vanished":
                File.Delete(path);
                break;
            case "changed size":
                File.AppendAllText(path, "more");
                break;
            default:
                using (var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
                {
                    stream.Position = change == "was written to" ? stream.Length / 2 : stream.Length - 40;
                    var old = stream.ReadByte();
                    stream.Position--;
                    stream.WriteByte((byte)(old ^ 1));
                }

                File.SetLastWriteTimeUtc(path, change == "was written to" ? written.AddSeconds(1) : written);
                break;
        }
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

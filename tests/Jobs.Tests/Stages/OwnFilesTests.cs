namespace Millrace.Jobs.Tests.Stages;

/// <summary>A run writes only into folders of its own, and reads neither what it wrote nor rows that are there to test it.</summary>
public class OwnFilesTests
{
    [Fact]
    public async Task A_folder_that_no_run_wrote_is_left_as_it_is()
    {
        using var sandbox = new JobSandbox().WithTrips();
        var kept = sandbox.Folder.Text("project/clean/notes.txt", "precious");

        Assert.Equal(1, await sandbox.RunAsync("project"));

        Assert.Contains("holds something that no run wrote", sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("Give a new or empty folder with --out", sandbox.Error, StringComparison.Ordinal);
        Assert.Equal(["project", "project/clean", kept], Directory.EnumerateFileSystemEntries(sandbox.Folder.Path, "*", SearchOption.AllDirectories).Where(path => path.Contains("project", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(path => path == kept ? path : Path.GetRelativePath(sandbox.Folder.Path, path)));
    }

    [Fact]
    public async Task An_input_inside_the_run_folder_is_refused_before_it_is_emptied()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = Cleaning(sandbox.JobText);
        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);
        var clean = Directory.GetFiles(sandbox.Folder.At("run", "clean"));

        sandbox.JobText = sandbox.JobText.Replace("input: data", "input: run/clean", StringComparison.Ordinal);
        Assert.Equal(1, await sandbox.RunAsync("run"));

        Assert.Contains("which the run writes. Give another folder with --out.", sandbox.Error, StringComparison.Ordinal);
        Assert.Equal(clean, Directory.GetFiles(sandbox.Folder.At("run", "clean")));
        Assert.True(await sandbox.RunAsync("other") == 0, sandbox.Error);
    }

    [Fact]
    public async Task What_runs_wrote_is_input_only_where_it_is_named()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = Cleaning(sandbox.JobText).Replace("input: data", "input: '**/*.parquet'", StringComparison.Ordinal);
        Assert.True(await sandbox.RunAsync("first") == 0, sandbox.Error);
        Assert.True(await sandbox.RunAsync("second") == 0, sandbox.Error);
        Assert.Equal((6060, 6060), ((int)sandbox.Manifest("first")["rows"]!["read"]!, (int)sandbox.Manifest("second")["rows"]!["read"]!));

        Assert.True(await sandbox.RunAsync("second") == 0, sandbox.Error);
        Assert.Contains("nothing", sandbox.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Test_and_validation_files_that_lie_among_the_input_are_not_learned_from()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.Folder.Parquet("data/test.parquet", $"{JobSandbox.Trips} FROM range(6000, 6400) t(i)");
        sandbox.Folder.Parquet("data/validation.parquet", $"{JobSandbox.Trips} FROM range(6400, 6800) t(i)");
        var among = sandbox.JobText
            .Replace("split: { kind: hash, validation: 0.2, test: 0.2 }", "split: { kind: files, test: data/test.parquet, validation_files: data/v*.parquet }", StringComparison.Ordinal)
            .Replace("max_epochs: 6", "max_epochs: 2", StringComparison.Ordinal);
        sandbox.JobText = among;
        Assert.True(await sandbox.RunAsync("among") == 0, sandbox.Error);
        sandbox.JobText = among.Replace("input: data", "input: 'data/[a-c].parquet'", StringComparison.Ordinal);
        Assert.True(await sandbox.RunAsync("apart") == 0, sandbox.Error);

        Assert.Equal(6060, (int)sandbox.Manifest("among")["rows"]!["read"]!);
        Assert.Equal(sandbox.Weights("apart"), sandbox.Weights("among"));
        Assert.Equal(Data("apart"), Data("among"));

        // The card names the job's input as it is written.
        Dictionary<string, string> Data(string run) => sandbox.ContentHashes(run).Where(output => output.Key != "card").ToDictionary();
    }

    [Fact]
    public async Task A_file_that_would_stop_training_and_test_it_is_refused()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.Folder.Parquet("held/h.parquet", $"{JobSandbox.Trips} FROM range(6000, 6100) t(i)");
        sandbox.JobText = sandbox.JobText.Replace("split: { kind: hash, validation: 0.2, test: 0.2 }", "split: { kind: files, test: held, validation_files: held/h.parquet }", StringComparison.Ordinal);

        Assert.Equal(1, await sandbox.RunAsync("run"));

        Assert.Contains("held/h.parquet is named both in split.test and in split.validation_files", sandbox.Error, StringComparison.Ordinal);
    }

    private static string Cleaning(string job) => job[..job.IndexOf("split:", StringComparison.Ordinal)];
}

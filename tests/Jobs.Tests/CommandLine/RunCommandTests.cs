using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Tests.CommandLine;

public sealed class RunCommandTests : IDisposable
{
    private const string Yaml = "name: small\nseed: 5\ninput: data\ncontract: { a: int64 }\nrun: { readers: 3 }\n";
    private readonly CommandLineHarness _harness = new();

    [Fact]
    public async Task A_run_shows_its_stages_then_its_summary()
    {
        _harness.Write("job.yaml", Yaml);

        Assert.Equal(0, await _harness.RunAsync("run", "job.yaml"));

        Assert.StartsWith("rows: seed 5, 3 readers, 1 ranks\n\nsmall: done in 0.0 s.\n", _harness.Output, StringComparison.Ordinal);
        Assert.Contains($"Run folder   {Path.Combine(_harness.Folder, "runs", "small")}\n", _harness.Output, StringComparison.Ordinal);
        Assert.Empty(_harness.Error);
    }

    [Fact]
    public async Task Options_override_the_job_and_paths_start_where_they_are_written()
    {
        Directory.CreateDirectory(Path.Combine(_harness.Folder, "jobs"));
        _harness.Write("jobs/job.yaml", Yaml);

        Assert.Equal(0, await _harness.RunAsync("run", "jobs/job.yaml", "--seed", "9", "--readers", "2", "--ranks", "4", "--out", "here"));

        Assert.StartsWith("rows: seed 9, 2 readers, 4 ranks\n", _harness.Output, StringComparison.Ordinal);
        Assert.Contains($"Run folder   {Path.Combine(_harness.Folder, "here")}\n", _harness.Output, StringComparison.Ordinal);
        Assert.Contains($"Open first   {Path.Combine(_harness.Folder, "jobs", "report.html")}\n", _harness.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_job_file_ends_with_2_and_every_fault()
    {
        _harness.Write("job.yaml", "name: small\nipnut: data\ncontract: { a: int65 }\n");

        Assert.Equal(2, await _harness.RunAsync("run", "job.yaml"));

        Assert.Equal(
            [
                "job.yaml:1:1: `input` is missing; add `input`: a map of settings",
                "job.yaml:2:1: ipnut: is not a setting; did you mean `input`?",
            ],
            _harness.Error.Split('\n').Take(2));
        Assert.StartsWith("job.yaml:3:16: contract.a.type: 'int65' is not a type", _harness.Error.Split('\n')[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_out_of_range_ends_with_2()
    {
        _harness.Write("job.yaml", Yaml);

        Assert.Equal(2, await _harness.RunAsync("run", "job.yaml", "--readers", "0"));
        Assert.Equal("with the options given: run.readers: is 0, out of its range; give 1 to 256 readers\n", _harness.Error);
    }

    [Fact]
    public async Task A_failed_job_ends_with_1_and_its_message_alone()
    {
        _harness.Write("job.yaml", Yaml);
        _harness.Job = (_, _, _, _) => throw new JobFailedException("30 % of the rows are quarantined; 20 % are allowed.");

        Assert.Equal(1, await _harness.RunAsync("run", "job.yaml"));
        Assert.Equal("30 % of the rows are quarantined; 20 % are allowed.\n", _harness.Error);
    }

    [Fact]
    public async Task Bad_data_ends_with_1()
    {
        _harness.Write("job.yaml", Yaml);
        _harness.Job = (_, _, _, _) => throw new SurveyException("nothing there", []);

        Assert.Equal((1, "nothing there\n"), (await _harness.RunAsync("run", "job.yaml"), _harness.Error));
    }

    [Fact]
    public async Task A_fault_of_the_program_is_called_so_and_traced_on_demand()
    {
        _harness.Write("job.yaml", Yaml);
        _harness.Job = (_, _, _, _) => throw new InvalidOperationException("oh");

        Assert.Equal(1, await _harness.RunAsync("run", "job.yaml"));
        Assert.Equal("unexpected InvalidOperationException: oh; run again with --verbose for where it happened\n", _harness.Error);
        Assert.Equal(1, await _harness.RunAsync("run", "job.yaml", "--verbose"));
        Assert.Contains("   at Millrace.Jobs.CommandLine.RunCommand", _harness.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_run_ends_with_130()
    {
        _harness.Write("job.yaml", Yaml);
        using var source = new CancellationTokenSource();
        _harness.Job = async (_, _, _, cancellationToken) =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("was not cancelled");
        };

        Assert.Equal(130, await _harness.RunAsync(source.Token, "run", "job.yaml"));
        Assert.Equal("interrupted; the same command goes on from what is finished\n", _harness.Error);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_failure()
    {
        _harness.Write("job.yaml", Yaml);
        _harness.Job = (_, _, _, _) => throw new OperationCanceledException("by itself");

        Assert.Equal(1, await _harness.RunAsync("run", "job.yaml"));
    }

    public void Dispose() => _harness.Dispose();
}

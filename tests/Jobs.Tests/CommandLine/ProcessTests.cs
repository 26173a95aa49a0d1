using System.Diagnostics;

namespace Millrace.Jobs.Tests.CommandLine;

/// <summary>The executable as a process of its own.</summary>
public class ProcessTests
{
    [Theory]
    [InlineData("--version", 0, "")]
    [InlineData("rum", 2, "see millrace --help")]
    [InlineData("run no-such-job.yaml", 2, "no-such-job.yaml: there is no such file; give the path of a job file")]
    public async Task The_exit_code_is_that_of_the_command(string arguments, int expected, string error)
    {
        var (code, stderr) = await RunAsync(arguments.Split(' '), Path.GetTempPath());

        Assert.Equal(expected, code);
        Assert.Contains(error, stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_whose_input_is_not_there_has_failed()
    {
        var folder = Directory.CreateTempSubdirectory("millrace-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "job.yaml"), "name: n\ninput: nowhere\ncontract: { a: int64 }\n", TestContext.Current.CancellationToken);

        var (code, stderr) = await RunAsync(["plan", "job.yaml"], folder.FullName);

        Assert.Equal(1, code);
        Assert.Contains("'nowhere'", stderr, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_stops_a_training_that_would_go_on_for_ever(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        Assert.SkipWhen(signal == "INT" && Signals.InterruptIsIgnored(), Signals.WhyIgnored);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        var cancellationToken = limit.Token;
        var folder = Directory.CreateTempSubdirectory("millrace-");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "job.yaml"),
            $$"""
            name: endless
            input: {{Path.Combine(Repository.Root(), "samples", "data", "linear-regression", "line.parquet")}}
            contract: { x: float64, y: float64 }
            features: { label: y, columns: { x: standardise } }
            network: { layers: [] }
            training: { task: regression, batch_rows: 16, max_epochs: 1000000, early_stopping: null }
            """,
            cancellationToken);
        using var process = Process.Start(StartInfo(["run", "job.yaml"], folder.FullName))!;
        await using var end = limit.Token.Register(() => process.Kill());
        var error = process.StandardError.ReadToEndAsync(cancellationToken);

        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        }
        while (line is not null && !line.StartsWith("train: ", StringComparison.Ordinal));
        Assert.True(line is not null, "the training never began: " + (line is null ? await error : ""));
        Signals.Send(signal, process);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        Assert.Equal((130, "stopping; once more ends at once\ninterrupted; the same command goes on from what is finished\n"), (process.ExitCode, await error));
        Assert.DoesNotContain("Run folder", await output, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static async Task<(int Code, string Error)> RunAsync(string[] arguments, string folder)
    {
        using var process = Process.Start(StartInfo(arguments, folder))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await output;
        return (process.ExitCode, await error);
    }

    private static ProcessStartInfo StartInfo(string[] arguments, string folder) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "millrace.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}

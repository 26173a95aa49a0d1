using System.Text.Json.Nodes;
using Millrace.Jobs.CommandLine;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Tests.Stages;

namespace Millrace.Jobs.Tests.CommandLine;

public class ReplayCommandTests
{
    [Fact]
    public async Task A_step_of_a_finished_run_is_computed_again_to_the_last_bit_with_any_ranks()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("run"));
        var epoch = JsonNode.Parse(File.ReadAllLines(sandbox.Folder.At("run", "metrics.jsonl"))[1])!;
        var (code, output, error) = await ReplayAsync(sandbox, $"{epoch["step"]}", "--json");
        Assert.True(code == 0, error);
        var one = JsonNode.Parse(output)!;
        Assert.Equal((double)epoch["gradient_norm"]!, (double)one["step"]!["gradient_norm"]!);
        Assert.True((bool)one["compared"]!["gradient norm and rate in metrics.jsonl"]!);

        (code, output, _) = await ReplayAsync(sandbox, $"{epoch["step"]}", "--ranks", "4", "--json");
        Assert.Equal(0, code);
        Assert.Equal((string)one["step"]!["parameters_sha256"]!, (string)JsonNode.Parse(output)!["step"]!["parameters_sha256"]!);

        (code, output, _) = await ReplayAsync(sandbox, "3");
        Assert.Equal(0, code);
        Assert.Contains("from the initial weights", output, StringComparison.Ordinal);
        Assert.Contains("with nothing", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_differs_from_what_the_run_left_is_told_by_the_exit_code()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("run"));
        var part = sandbox.Folder.At("run", "manifest.parts", "train.json");
        var json = JsonNode.Parse(File.ReadAllText(part))!;
        var epoch = json["result"]!["history"]![0]!;
        epoch["gradient_norm"] = (double)epoch["gradient_norm"]! + 1e-9;
        File.WriteAllText(part, json.ToJsonString());
        var (code, output, _) = await ReplayAsync(sandbox, $"{epoch["step"]}");
        Assert.Equal(1, code);
        Assert.Contains("DIFFERENT", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_beyond_the_run_and_a_folder_without_a_run_are_told()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(1, (await ReplayAsync(sandbox, "1")).Code);
        Assert.Equal(0, await sandbox.RunAsync("run"));
        var (code, _, error) = await ReplayAsync(sandbox, "100000");
        Assert.Equal(1, code);
        Assert.Contains("there is no step 100000", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rates_are_tried_without_training_and_shown_in_a_report()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("run"));
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal { Output = output, Error = error, WorkingFolder = sandbox.Folder.Path };
        var code = await MillraceCommandLine.RunAsync(
            ["find-rate", "job.yaml", "--out", "rates"], Pipeline.RunAsync, terminal, TestContext.Current.CancellationToken);
        Assert.True(code == 0, error.ToString());
        Assert.Contains("is suggested", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Learning rates that were tried", File.ReadAllText(sandbox.Folder.At("rates", "report.html")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(sandbox.Folder.At("rates", "model")));
    }

    private static async Task<(int Code, string Output, string Error)> ReplayAsync(JobSandbox sandbox, string step, params IReadOnlyList<string> more)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal { Output = output, Error = error, WorkingFolder = sandbox.Folder.Path };
        var code = await MillraceCommandLine.RunAsync(["replay", "run", "--step", step, .. more], Pipeline.RunAsync, terminal, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>
/// A whole run is ended by SIGKILL in the middle of a stage, at a moment that a seed chooses, and started again: the same rows, weights, model file and metrics. The kill is proved to have hit
/// inside the stage: the part of the stage before it is there, its own is not.
/// </summary>
/// <remarks>Ten moments over the whole run: <c>dotnet test -c Release --project tests/Jobs.Tests --filter-class '*Stages.KillTests' --explicit only</c>.</remarks>
public partial class KillTests
{
    private const int KilledExitCode = 128 + 9;
    private const int MostTries = 6;

    [Theory]
    [InlineData("rows", 1)]
    [InlineData("duplicates", 2)]
    [InlineData("train", 3)]
    public async Task Killed_in_a_stage_and_started_again_it_ends_with_the_same_bytes(string stage, int seed)
    {
        using var sandbox = Sandbox();
        Assert.True(0 == await sandbox.RunAsync("whole"), sandbox.Error);
        await KillAndGoOnAsync(sandbox, Stages(sandbox), stage, Share(new Random(seed)));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Kill")]
    public async Task Killed_at_ten_moments_of_the_whole_run()
    {
        using var sandbox = Sandbox();
        Assert.True(0 == await sandbox.RunAsync("whole"), sandbox.Error);
        var stages = Stages(sandbox);
        var random = new Random(20261127);
        var hit = new List<string>();
        for (var moment = 0; moment < 10; moment++)
        {
            // The longer a stage takes, the more moments it gets; the row stage gets one in any case.
            var stage = moment == 0 ? "rows" : At(stages, random.NextDouble());
            await KillAndGoOnAsync(sandbox, stages, stage, Share(random));
            hit.Add(stage);
        }

        Assert.True(hit.Distinct().Count() >= 3, string.Join(", ", hit));
    }

    private static JobSandbox Sandbox()
    {
        var sandbox = new JobSandbox().WithTripsAgainAndAgain(400_000);
        sandbox.JobText = sandbox.JobText.Replace("max_epochs: 6", "max_epochs: 60", StringComparison.Ordinal).Replace("patience: 2", "patience: 60", StringComparison.Ordinal)
            + "\nrun: { checkpoint_every: 1s }\n";
        return sandbox;
    }

    // Not right at the end, where the stage may be over by the time that the signal comes.
    private static double Share(Random random) => 0.1 + (0.5 * random.NextDouble());

    private static List<(string Name, double Seconds)> Stages(JobSandbox sandbox) =>
        [.. sandbox.Manifest("whole")["stages"]!.AsArray().Select(stage => ((string)stage!["name"]!, (double)stage["seconds"]!))];

    private static string At(List<(string Name, double Seconds)> stages, double share)
    {
        var left = share * stages.Skip(1).Sum(stage => stage.Seconds);
        foreach (var (name, seconds) in stages.Skip(1))
        {
            left -= seconds;
            if (left <= 0)
            {
                return name;
            }
        }

        return stages[^1].Name;
    }

    private static async Task KillAndGoOnAsync(JobSandbox sandbox, List<(string Name, double Seconds)> stages, string stage, double share)
    {
        var at = stages.FindIndex(each => each.Name == stage);
        var before = stages[at - 1].Name;
        await KillInsideAsync(sandbox, before, stage, stages[at].Seconds * share);
        var kept = File.GetLastWriteTimeUtc(sandbox.Folder.At("killed", "manifest.parts", before + ".json"));

        Assert.True(0 == await sandbox.RunAsync("killed", "--ranks", "4", "--readers", "1"), sandbox.Error);

        Assert.Equal(kept, File.GetLastWriteTimeUtc(sandbox.Folder.At("killed", "manifest.parts", before + ".json")));
        Assert.Equal(sandbox.ContentHashes("whole"), sandbox.ContentHashes("killed"));
        Assert.Equal(sandbox.Weights("whole"), sandbox.Weights("killed"));
        Assert.Equal(File.ReadAllBytes(sandbox.Folder.At("whole", "model", "network.millrace")), File.ReadAllBytes(sandbox.Folder.At("killed", "model", "network.millrace")));
        Assert.Equal(Metrics(sandbox, "whole"), Metrics(sandbox, "killed"));
        Assert.True(JsonNode.DeepEquals(sandbox.Manifest("whole")["rows"], sandbox.Manifest("killed")["rows"]));
        Directory.Delete(sandbox.Folder.At("killed"), recursive: true);
    }

    // A machine that was quicker than in the whole run may have left the stage: then sooner, on a fresh run.
    private static async Task KillInsideAsync(JobSandbox sandbox, string before, string stage, double seconds)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        for (var attempt = 1; attempt <= MostTries; attempt++, seconds /= 2)
        {
            using var watch = new StageWatch(sandbox.Folder.At("killed"), before);
            using var process = sandbox.Start("killed");
            try
            {
                await watch.BeginsAsync(process, cancellationToken);
                await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }

            if (!watch.IsFinished(stage))
            {
                Assert.Equal(KilledExitCode, process.ExitCode);
                Assert.True(watch.IsFinished(before), $"{before} is not finished: the kill was before {stage}");
                Assert.False(File.Exists(sandbox.Folder.At("killed", "manifest.json")), "a killed run looks finished");
                return;
            }

            Directory.Delete(sandbox.Folder.At("killed"), recursive: true);
        }

        Assert.Fail($"{MostTries} kills all came after {stage}");
    }

    private static string Metrics(JobSandbox sandbox, string run) => TimeFields().Replace(File.ReadAllText(sandbox.Folder.At(run, "metrics.jsonl")), "");

    /// <summary>What differs from run to run in a line of metrics.jsonl.</summary>
    [GeneratedRegex("\"(?:seconds|rows_per_second)\":[^,}]*,?")]
    private static partial Regex TimeFields();
}

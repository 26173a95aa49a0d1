using System.Text.Json.Nodes;
using Millrace.Training.Checkpoints;
using Millrace.Training.Layers;

namespace Millrace.Training.Tests.Checkpoints;

public sealed class ResumeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("resume").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Stopped_at_many_steps_and_resumed_with_other_ranks_it_gives_the_same_bytes()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plain = await hard.RunAsync(TrainingCase.Plan, new TrainingOptions { MetricsFile = Path.Combine(_folder, "plain.jsonl") });
        var stops = new[] { 1, 5, 24, 25, 47, 48, 90, 143, 200 };
        var (ranks, last) = (1, 0L);
        foreach (var stop in stops)
        {
            using var cancel = new CancellationTokenSource();
            var options = TrainingCase.Options(_folder) with { Ranks = ranks, CheckpointSteps = 0, ProgressInterval = TimeSpan.Zero };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hard.RunAsync(TrainingCase.Plan, options, new StopAt(cancel, stop, 24), cancel.Token));
            var header = CheckpointFile.Read(Store(hard).Files()[0]).Header;
            Assert.InRange(header.Progress.Step, Math.Max(last, stop), stop + 2);
            (ranks, last) = (ranks == 8 ? 1 : ranks * 2, header.Progress.Step);
        }

        var rest = await hard.RunAsync(TrainingCase.Plan, TrainingCase.Options(_folder) with { Ranks = 2 });
        Assert.Equal(last, rest.ResumedFromStep);
        Assert.Equal(plain.WeightsSha256, rest.WeightsSha256);
        RankEqualityTests.AssertSameHistory(plain.History, rest.History);
        Assert.Equal(TimelessLines(Path.Combine(_folder, "plain.jsonl")), TimelessLines(Path.Combine(_folder, "metrics.jsonl")));
    }

    [Fact]
    public async Task A_damaged_checkpoint_falls_back_to_the_one_before_and_says_so()
    {
        using var hard = await TrainingCase.MakeAsync();
        var options = TrainingCase.Options(_folder);
        var plan = TrainingCase.Plan;
        var whole = await hard.RunAsync(plan, options);
        var files = Store(hard).Files();
        Assert.Equal(2, files.Count);
        foreach (var damage in new Action<byte[]>[] { b => b[100] ^= 1, b => b[^1] ^= 1, b => b[b.Length / 2] ^= 1, b => b[^60] ^= 1 })
        {
            var sound = await File.ReadAllBytesAsync(files[0]);
            var bytes = (byte[])sound.Clone();
            damage(bytes);
            await File.WriteAllBytesAsync(files[0], bytes);
            var notes = new List<string>();
            var state = Store(hard).LoadNewest(notes);
            Assert.Equal(whole.Steps - (whole.Steps % 7) - 7, state!.Progress.Step);
            Assert.Contains("passed over a damaged checkpoint", Assert.Single(notes), StringComparison.Ordinal);
            await File.WriteAllBytesAsync(files[0], sound[..(sound.Length / 3)]);
            Assert.Equal(state.Progress.Step, Store(hard).LoadNewest(notes)!.Progress.Step);
            await File.WriteAllBytesAsync(files[0], sound);
        }

        var torn = await File.ReadAllBytesAsync(files[0]);
        await File.WriteAllBytesAsync(files[0], torn[..50]);
        var again = await hard.RunAsync(plan, options with { Ranks = 4 });
        Assert.Equal(whole.WeightsSha256, again.WeightsSha256);
        Assert.Contains(again.Notes, n => n.Contains("damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_checkpoint_of_another_plan_network_or_data_is_refused()
    {
        using var hard = await TrainingCase.MakeAsync();
        var options = TrainingCase.Options(_folder);
        await hard.RunAsync(TrainingCase.Plan, options);
        var plan = await Assert.ThrowsAsync<CheckpointException>(() => hard.RunAsync(TrainingCase.Plan with { Seed = 99 }, options with { Ranks = 2 }));
        Assert.Contains("another plan", plan.Message, StringComparison.Ordinal);
        var wider = TrainingCase.Plan with { Network = new() { Layers = [new DenseSpec { Units = 5 }] } };
        var network = await Assert.ThrowsAsync<CheckpointException>(() => hard.RunAsync(wider, options));
        Assert.Contains("another network", network.Message, StringComparison.Ordinal);
        var data = await Assert.ThrowsAsync<CheckpointException>(() =>
            Trainer.RunAsync(TrainingCase.Plan, hard.Train, null, options, null, CancellationToken.None));
        Assert.Contains("other data", data.Message, StringComparison.Ordinal);
        var anew = await hard.RunAsync(TrainingCase.Plan with { Seed = 99 }, options with { Resume = false });
        Assert.Equal(0, anew.ResumedFromStep);
    }

    internal static List<string> TimelessLines(string path) =>
    [
        .. File.ReadAllLines(path).Select(line =>
        {
            var json = JsonNode.Parse(line)!.AsObject();
            Assert.True(json.Remove("seconds") && json.Remove("rows_per_second"));
            return json.ToJsonString();
        }),
    ];

    private CheckpointStore Store(TrainingCase hard)
    {
        var plan = TrainingCase.Plan;
        var layout = Millrace.Training.Networks.Network.Build(plan.Network, plan.Input, plan.Targets).Layout;
        var path = Directory.GetFiles(Path.Combine(_folder, "checkpoints")).Order().First();
        string data;
        try
        {
            data = CheckpointFile.Read(path).Header.Data;
        }
        catch (CheckpointException)
        {
            data = "";
        }

        Assert.NotNull(hard);
        return new CheckpointStore(Path.Combine(_folder, "checkpoints"), new CheckpointIdentity(plan.Hash, layout, data));
    }

    /// <summary>Cancels once <paramref name="step"/> steps are done.</summary>
    private sealed class StopAt(CancellationTokenSource cancel, int step, int stepsPerEpoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (((value.Epoch - 1) * stepsPerEpoch) + value.Step >= step)
            {
                cancel.Cancel();
            }
        }
    }
}

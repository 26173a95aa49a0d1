using Millrace.Training.Networks;

namespace Millrace.Training.Tests;

/// <summary>The promise: the same bytes for any number and kind of ranks.</summary>
public class RankEqualityTests
{
    [Theory]
    [InlineData(RankMode.Threads, 2)]
    [InlineData(RankMode.Threads, 4)]
    [InlineData(RankMode.Threads, 8)]
    [InlineData(RankMode.Tcp, 2)]
    [InlineData(RankMode.Tcp, 4)]
    [InlineData(RankMode.Tcp, 8)]
    public async Task Any_number_of_ranks_gives_the_bytes_of_one(RankMode mode, int ranks)
    {
        using var hard = await TrainingCase.MakeAsync();
        Assert.Equal(0, hard.Train.Rows(TrainingCase.EmptyLane));
        Assert.NotEqual(hard.Train.Rows(0), hard.Train.Rows(1));
        var one = await hard.RunAsync(TrainingCase.Plan, new TrainingOptions());
        AssertTheCaseIsHard(one);

        var many = await hard.RunAsync(TrainingCase.Plan, new TrainingOptions { Ranks = ranks, Mode = mode, PeerTimeout = TimeSpan.FromSeconds(20) });
        Assert.Equal(one.WeightsSha256, many.WeightsSha256);
        Assert.Equal(one.Steps, many.Steps);
        AssertSameHistory(one.History, many.History);
    }

    [Fact]
    public async Task Parts_of_a_step_give_the_bytes_of_the_whole()
    {
        using var hard = await TrainingCase.MakeAsync();
        var hashes = new HashSet<string>();
        foreach (var parts in new[] { 1, 2, 5, 50 })
        {
            hashes.Add((await hard.RunAsync(TrainingCase.Plan with { Accumulation = parts }, new TrainingOptions { Ranks = 2 })).WeightsSha256);
        }

        Assert.Single(hashes);
    }

    [Fact]
    public async Task Seed_lanes_and_every_part_of_the_case_show_in_the_hash()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plan = TrainingCase.Plan with { MaxEpochs = 2 };
        var hashes = new List<string>();
        foreach (var other in new[]
        {
            plan, plan with { Seed = 6 }, plan with { BatchRows = 120 }, plan with { Optimizer = plan.Optimizer with { ClipNorm = null } },
            plan with { Optimizer = plan.Optimizer with { AverageDecay = null } },
            plan with { Network = plan.Network with { Layers = [plan.Network.Layers[0], plan.Network.Layers[2]] } },
        })
        {
            hashes.Add((await hard.RunAsync(other, new TrainingOptions { Ranks = 2 })).WeightsSha256);
        }

        Assert.Equal(hashes.Count, hashes.Distinct().Count());
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "Vector256")]
    [InlineData("DOTNET_EnableAVX2", "Vector128")]
    public async Task Fewer_vector_instructions_give_the_same_bytes_with_other_ranks(string off, string path)
    {
        var folder = Directory.CreateTempSubdirectory("paths").FullName;
        using var hard = await TrainingCase.MakeAsync(folder);
        using var widest = ChildProcess.StartTraining(folder, 1, RankMode.Threads);
        var said = await widest.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Directory.Delete(Path.Combine(folder, "checkpoints"), recursive: true);
        using var narrow = ChildProcess.StartTraining(folder, 4, RankMode.Threads, new Dictionary<string, string> { [off] = "0" });
        var narrowSaid = await narrow.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(said.Split("path=")[^1] == narrowSaid.Split("path=")[^1], "this machine has no wider vectors to switch off");
        Assert.Contains($"path={path}", narrowSaid, StringComparison.Ordinal);
        Assert.Equal(said.Split(" path=")[0], narrowSaid.Split(" path=")[0]);
        Assert.Contains("resumed=0", narrowSaid, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    internal static void AssertTheCaseIsHard(TrainingResult result)
    {
        Assert.Equal(StopReason.EarlyStopping, result.Reason);
        Assert.InRange(result.Steps, 200, 24 * 39);
        Assert.InRange(result.ClippedSteps, 1, result.Steps - 1);
        Assert.InRange(result.BestEpoch, 2, result.History.Count - 2);
        Assert.All(result.History, h => Assert.Equal(2311, h.Rows));
        Assert.True(result.History[0].TrainLoss > 2 * result.History[^1].TrainLoss);
        var plan = TrainingCase.Plan;
        var network = Network.Build(plan.Network, plan.Input, plan.Targets);
        var initial = new float[network.Layout.Count];
        network.Initialize(plan.Seed, initial);
        Assert.NotEqual(TrainedModel.HashOf(initial), result.WeightsSha256);
    }

    internal static void AssertSameHistory(IReadOnlyList<EpochRecord> expected, IReadOnlyList<EpochRecord> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (e, a) in expected.Zip(actual))
        {
            Assert.Equal(e.Validation.OrderBy(v => v.Key), a.Validation.OrderBy(v => v.Key));
            Assert.Equal(e with { Seconds = 0, RowsPerSecond = 0, Validation = a.Validation }, a with { Seconds = 0, RowsPerSecond = 0 });
        }
    }
}

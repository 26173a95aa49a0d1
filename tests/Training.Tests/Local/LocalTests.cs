using Millrace.Training.Checkpoints;
using Millrace.Training.Local;

namespace Millrace.Training.Tests.Local;

/// <summary>Training in rounds: the bytes follow from the plan, not from threads, stops or where it runs.</summary>
public sealed class LocalTests : IDisposable
{
    private static readonly TrainingPlan Plan = TrainingCase.Plan with { Local = new LocalTraining { Replicas = 4, StepsPerRound = 7 } };
    private readonly string _folder = Directory.CreateTempSubdirectory("rounds").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(InnerState.Carry)]
    [InlineData(InnerState.Reset)]
    public async Task Any_number_of_threads_gives_the_same_bytes_and_it_learns(InnerState inner)
    {
        using var hard = await TrainingCase.MakeAsync();
        var plan = Plan with { Local = Plan.Local! with { InnerState = inner } };
        var one = await hard.RunAsync(plan, new TrainingOptions());
        Assert.Equal(StopReason.EarlyStopping, one.Reason);
        Assert.InRange(one.ClippedSteps, 1, 4 * one.Steps);
        Assert.All(one.History, epoch => Assert.Equal(2311, epoch.Rows));
        Assert.True(one.History[0].Validation["rmse"] > 2 * one.History.Min(epoch => epoch.Validation["rmse"]));
        var four = await hard.RunAsync(plan, new TrainingOptions { Ranks = 4 });
        Assert.Equal(one.WeightsSha256, four.WeightsSha256);
        RankEqualityTests.AssertSameHistory(one.History, four.History);
    }

    [Fact]
    public async Task Replicas_steps_of_a_round_and_inner_state_are_part_of_the_model()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plan = Plan with { MaxEpochs = 2 };
        var hashes = new List<string>();
        foreach (var local in new[]
        {
            null, Plan.Local!, Plan.Local! with { Replicas = 2 }, Plan.Local! with { StepsPerRound = 8 }, Plan.Local! with { InnerState = InnerState.Reset },
        })
        {
            var other = plan with { Local = local };
            hashes.Add((await hard.RunAsync(other, new TrainingOptions { Ranks = 2 })).WeightsSha256);
            hashes.Add(other.Hash);
        }

        Assert.Equal(hashes.Count, hashes.Distinct().Count());
    }

    [Fact]
    public async Task Stopped_after_many_rounds_and_resumed_it_gives_the_same_bytes()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plain = await hard.RunAsync(Plan, new TrainingOptions());
        var options = TrainingCase.Options(_folder) with { CheckpointSteps = 1 };
        for (var stop = 1; stop <= 4; stop++)
        {
            using var cancel = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hard.RunAsync(Plan, options, new StopAfter(cancel, stop), cancel.Token));
        }

        var rest = await hard.RunAsync(Plan, options with { Ranks = 2 });
        Assert.True(rest.ResumedFromStep > 24);
        Assert.Equal(plain.WeightsSha256, rest.WeightsSha256);
        RankEqualityTests.AssertSameHistory(plain.History, rest.History);
    }

    [Fact]
    public async Task A_state_of_a_replica_that_is_damaged_is_refused()
    {
        using var hard = await TrainingCase.MakeAsync();
        var options = TrainingCase.Options(_folder) with { CheckpointSteps = 1 };
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hard.RunAsync(Plan, options, new StopAfter(cancel, 2), cancel.Token));
        foreach (var blob in Directory.GetFiles(Path.Combine(options.CheckpointFolder!, "blobs"), "*.blob"))
        {
            var bytes = await File.ReadAllBytesAsync(blob);
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(blob, bytes);
        }

        var failure = await Assert.ThrowsAsync<CheckpointException>(() => hard.RunAsync(Plan, options));
        Assert.Contains("does not match its name", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0.9, 0.5)]
    [InlineData(30, 0.9, 0.5)]
    [InlineData(65, 0.8, 0.7)]
    [InlineData(100, 0.7, 0.9)]
    [InlineData(5000, 0.7, 0.9)]
    public void Outer_rate_and_momentum_follow_from_the_planned_rounds(long rounds, double rate, double momentum)
    {
        var factors = OuterStep.Factors(rounds);
        Assert.Equal((rate, momentum), (factors.Rate, factors.Momentum), new Close());
    }

    [Fact]
    public void Replicas_are_added_as_neighbours()
    {
        // 1 + (−1) first, or the small number is lost.
        Assert.Equal([1e-9 + 2e-9], ReplicaTree.Sum([[1e9], [-1e9], [1e-9], [2e-9]]));
        Assert.Equal(0, BitConverter.SingleToInt32Bits(ReplicaTree.Sum([[-0f]])[0]));
    }

    private sealed class Close : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12;

        public int GetHashCode((double, double) value) => 0;
    }

    private sealed class StopAfter(CancellationTokenSource cancel, int rounds) : IProgress<TrainingProgress>
    {
        private int _seen;

        public void Report(TrainingProgress value)
        {
            if (++_seen == rounds)
            {
                cancel.Cancel();
            }
        }
    }
}

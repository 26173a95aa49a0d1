using Millrace.Training.Embeddings;
using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Embeddings;

/// <summary>Large embedding tables: the same bytes for any ranks, for steps in parts, and after a resume.</summary>
public class SparseTrainingTests
{
    private static readonly TrainingPlan Lazy = LargeTableCase.Plan with { Optimizer = LargeTableCase.Plan.Optimizer with { Lazy = true } };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_number_and_kind_of_ranks_gives_the_bytes_of_one(bool lazy)
    {
        using var hard = await LargeTableCase.MakeAsync();
        var plan = lazy ? Lazy : LargeTableCase.Plan;
        Assert.True(Tables(plan).AreSparse(plan.BatchRows, lazy));
        var one = await hard.RunAsync(plan, new TrainingOptions());
        Assert.InRange(one.ClippedSteps, 1, one.Steps - 1);
        Assert.True(one.Steps >= 200);
        foreach (var (mode, ranks) in new[] { (RankMode.Threads, 2), (RankMode.Threads, 4), (RankMode.Threads, 8), (RankMode.Tcp, 2), (RankMode.Tcp, 8) })
        {
            var many = await hard.RunAsync(plan, new TrainingOptions { Ranks = ranks, Mode = mode, PeerTimeout = TimeSpan.FromSeconds(20) });
            Assert.Equal(one.WeightsSha256, many.WeightsSha256);
            RankEqualityTests.AssertSameHistory(one.History, many.History);
        }
    }

    [Fact]
    public async Task Parts_of_a_step_give_the_bytes_of_the_whole()
    {
        using var hard = await LargeTableCase.MakeAsync();
        var hashes = new HashSet<string>();
        foreach (var (parts, ranks) in new[] { (1, 1), (3, 1), (61, 2) })
        {
            hashes.Add((await hard.RunAsync(LargeTableCase.Plan with { Accumulation = parts }, new TrainingOptions { Ranks = ranks })).WeightsSha256);
        }

        Assert.Single(hashes);
    }

    [Fact]
    public async Task Rows_that_no_step_touched_decay_unless_they_are_lazy()
    {
        using var hard = await LargeTableCase.MakeAsync();
        var plan = LargeTableCase.Plan with { MaxEpochs = 2, Optimizer = LargeTableCase.Plan.Optimizer with { AverageDecay = null } };
        var lazyPlan = plan with { Optimizer = plan.Optimizer with { Lazy = true } };
        var dense = (await hard.RunAsync(plan, new TrainingOptions())).Model.Weights.ToArray();
        var lazy = (await hard.RunAsync(lazyPlan, new TrainingOptions { Ranks = 2 })).Model.Weights.ToArray();
        var initial = new float[dense.Length];
        Network.Build(plan.Network, plan.Input, plan.Targets).Initialize(plan.Seed, initial);
        var tables = Tables(plan);
        foreach (var untouched in new[] { 7 * 999 + 1, LargeTableCase.Users - 1 })
        {
            var (offset, columns) = tables.Place(tables.RowOf(0, untouched));
            Assert.Equal(initial.AsSpan(offset, columns), lazy.AsSpan(offset, columns));
            for (var at = offset; at < offset + columns; at++)
            {
                Assert.InRange(dense[at] / initial[at], 0.9f, 0.99999f);
            }
        }

        var (touched, width) = tables.Place(tables.RowOf(0, 3));
        Assert.False(initial.AsSpan(touched, width).SequenceEqual(lazy.AsSpan(touched, width)));
    }

    [Fact]
    public async Task A_run_that_was_stopped_between_two_touches_of_a_row_ends_in_the_same_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("sparse").FullName;
        try
        {
            using var hard = await LargeTableCase.MakeAsync();
            var plain = await hard.RunAsync(LargeTableCase.Plan, new TrainingOptions());
            var options = new TrainingOptions { CheckpointFolder = folder, CheckpointSteps = 7, ProgressInterval = TimeSpan.Zero };
            foreach (var (ranks, stop) in new[] { (1, 20L), (4, 61L), (2, 130L) })
            {
                using var cancel = new CancellationTokenSource();
                var progress = new StopAt(cancel, stop);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Trainer.RunAsync(
                    LargeTableCase.Plan, hard.Train, hard.Validation, options with { Ranks = ranks }, progress, cancel.Token));
            }

            var resumed = await hard.RunAsync(LargeTableCase.Plan, options with { Ranks = 8 });
            Assert.True(resumed.ResumedFromStep >= 130);
            Assert.Equal(plain.WeightsSha256, resumed.WeightsSha256);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static EmbeddingTables Tables(TrainingPlan plan) => new(Network.Build(plan.Network, plan.Input, plan.Targets).Layout);

    /// <summary>Cancels once the run has come so far.</summary>
    private sealed class StopAt(CancellationTokenSource cancel, long step) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (((value.Epoch - 1) * value.StepsPerEpoch) + value.Step >= step)
            {
                cancel.Cancel();
            }
        }
    }
}

using Millrace.Training.Lanes;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Tests.Lanes;

namespace Millrace.Training.Tests;

/// <summary>What the real loop allocates between steps: feed, forward, backward, sums over ranks, optimiser, averages, counters.</summary>
[Collection(AloneCollection.Name)]
public class LoopAllocationTests
{
    private const int Warmup = 400;
    private const int Window = 1000;
    private const int Windows = 3;

    /// <summary>Less than the smallest object a step. The test's runner allocates a little meanwhile on its own threads.</summary>
    private const long Others = 20L * Window;

    [Theory]
    [InlineData(RankMode.Threads, 1, 1)]
    [InlineData(RankMode.Threads, 2, 1)]
    [InlineData(RankMode.Tcp, 2, 1)]
    [InlineData(RankMode.Threads, 1, 1_000)]
    public async Task A_thousand_steps_of_the_training_loop_allocate_nothing(RankMode mode, int ranks, int classes)
    {
        var rows = FeatureRows.Make(8000, 7, 21, emptyLane: TrainingCase.EmptyLane, categories: 1);
        var plan = TrainingCase.Plan with { BatchRows = 2, MaxEpochs = 1, EarlyStopping = null };
        if (classes > 1)
        {
            rows = [.. rows.Select((row, at) => row with { Y = [at % classes] })];
            plan = plan with { Targets = [new TargetSpec { Loss = new CrossEntropyLossSpec(), Classes = classes }] };
        }

        using var store = await LaneStoreTests.Build(rows, new LaneStoreOptions());
        var own = new long[ranks, Windows + 1];
        var all = new long[Windows + 1];
        var failures = await RankLoops.RunAsync(plan, store, mode, ranks, (rank, counters) =>
        {
            var (window, rest) = Math.DivRem(counters.Step - Warmup, Window);
            if (counters.Step >= Warmup && rest == 0 && window <= Windows)
            {
                own[rank, window] = GC.GetAllocatedBytesForCurrentThread();
                if (rank == 0)
                {
                    all[window] = GC.GetTotalAllocatedBytes(precise: true);
                }
            }
        });
        Assert.All(failures, Assert.Null);

        // A collection retires a thread's allocation window and counts its rest, so the least of the windows is asked: what a step really allocates is in every one.
        for (var rank = 0; rank < ranks; rank++)
        {
            Assert.True(own[rank, Windows] > 0, "the last window was not reached");
            Assert.Equal(0, Enumerable.Range(0, Windows).Min(window => own[rank, window + 1] - own[rank, window]));
        }

        Assert.InRange(Enumerable.Range(0, Windows).Min(window => all[window + 1] - all[window]), 0, Others);
    }
}

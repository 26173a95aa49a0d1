using Millrace.Training.Lanes;
using Millrace.Training.Layers.Sequences;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Tests.Lanes;

namespace Millrace.Training.Tests;

/// <summary>Numbers that are not finite in the rows of one rank: every rank ends at the same step and names the column, or else the layer.</summary>
public class NotFiniteTests
{
    /// <summary>Lane 6 belongs to the last rank of two and to the last of four.</summary>
    private const int Lane = 6;

    [Theory]
    [InlineData(RankMode.Threads, 2, float.NaN)]
    [InlineData(RankMode.Threads, 4, float.PositiveInfinity)]
    [InlineData(RankMode.Tcp, 2, float.NegativeInfinity)]
    [InlineData(RankMode.Tcp, 4, float.NaN)]
    public async Task A_value_in_the_rows_of_one_rank_stops_all_at_one_step_and_its_column_is_named(RankMode mode, int ranks, float value)
    {
        using var hard = await TrainingCase.MakeAsync();
        var damaged = new DamagedLanes(hard.Train, Lane, row: 17, hard.Train.Layout.FeatureOffset + (3 * sizeof(float)), value);
        var plan = TrainingCase.Plan with { EarlyStopping = null };
        var one = Assert.IsType<TrainingException>(Assert.Single(await RankLoops.RunAsync(plan, damaged, RankMode.Threads, 1)));
        var all = await RankLoops.RunAsync(plan, damaged, mode, ranks);
        Assert.Equal(ranks, all.Length);
        Assert.InRange(one.Step, 0, 23);
        Assert.StartsWith("feature 3 is not a finite number in 1 row at step ", one.Message, StringComparison.Ordinal);
        Assert.All(all, failure => Assert.Equal((one.Message, one.Step), (failure!.Message, Assert.IsType<TrainingException>(failure).Step)));
        var thrown = await Assert.ThrowsAsync<TrainingException>(() => Trainer.RunAsync(
            plan, damaged, null, new TrainingOptions { Ranks = ranks, Mode = mode }, null, CancellationToken.None));
        Assert.Equal(one.Message, thrown.Message);
    }

    [Fact]
    public async Task A_sequence_is_named_by_its_name_and_only_valid_steps_count()
    {
        var rows = FeatureRows.Make(600, 1, 3, sequences: 2);
        using var store = await LaneStoreTests.Build(rows, new LaneStoreOptions());
        var longest = rows.Max(static row => row.S[0].Length);
        var plan = new TrainingPlan
        {
            Network = new NetworkSpec { Layers = [new LstmSpec { Units = 3 }] },
            Input = new InputShape { DenseFeatures = 1, SequenceFeatures = 2, MaxLength = longest },
            Targets = [new TargetSpec { Loss = new SquaredLossSpec() }],
            Optimizer = new AdamSpec(),
            BatchRows = 100,
            MaxEpochs = 2,
        };
        var lane = rows.Where(static row => FeatureRows.LaneOf(row, 8) == Lane).OrderBy(static row => row.Hi).ThenBy(static row => row.Lo).ToList();
        var offset = store.Layout.SequenceOffset(1) + sizeof(int);

        // The first value of a sequence that has one, and the last place of one that is shorter.
        var filled = lane.FindIndex(static row => row.S[1].Length > 0);
        var damaged = new DamagedLanes(store, Lane, filled, offset, float.NaN);
        var failures = await RankLoops.RunAsync(plan, damaged, RankMode.Threads, 2);
        Assert.All(failures, static failure => Assert.StartsWith("sequence q1 is not a finite number in 1 row ", Assert.IsType<TrainingException>(failure).Message, StringComparison.Ordinal));
        var shorter = lane.FindIndex(row => row.S[1].Length < longest);
        var unseen = new DamagedLanes(store, Lane, shorter, offset + ((longest - 1) * sizeof(float)), float.NaN);
        Assert.All(await RankLoops.RunAsync(plan, unseen, RankMode.Threads, 2), Assert.Null);
    }

    [Fact]
    public async Task Numbers_that_overflow_inside_the_network_name_a_layer_on_every_rank()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plan = TrainingCase.Plan with { Optimizer = new SgdSpec { Rate = 1e30 }, EarlyStopping = null };
        var one = Assert.IsType<TrainingException>(Assert.Single(await RankLoops.RunAsync(plan, hard.Train, RankMode.Threads, 1)));
        Assert.Matches(@"^the gradient of (embedding\.kind|layers\[\d\]\.dense\.(weight|bias)|output\.(weight|bias)) is not a finite number at step \d+ \(epoch 1\); a smaller rate", one.Message);
        Assert.All(
            await RankLoops.RunAsync(plan, hard.Train, RankMode.Tcp, 4), failure => Assert.Equal(one.Message, Assert.IsType<TrainingException>(failure).Message));
    }
}

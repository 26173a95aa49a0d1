using CsCheck;
using Millrace.Training.Lanes;

namespace Millrace.Training.Tests.Lanes;

[Collection(AloneCollection.Name)]
public sealed class StepFeedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feed").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_row_is_seen_once_per_epoch_in_another_order_each_epoch()
    {
        var rows = FeatureRows.Make(10_000, 2, 11, emptyLane: 2);
        using var store = await LaneStoreTests.Build(rows, new LaneStoreOptions());
        var first = Epoch(store, new LaneRange(0, 8), 1, 1000, 0).SelectMany(s => s).ToList();
        var second = Epoch(store, new LaneRange(0, 8), 2, 1000, 0).SelectMany(s => s).ToList();

        Assert.Equal(rows.Select(r => r.Lo).Order(), first.Order());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Ranks_together_give_the_steps_of_one_rank()
    {
        var rows = FeatureRows.Make(7001, 1, 12, emptyLane: 7);
        using var store = await LaneStoreTests.Build(rows, new LaneStoreOptions());
        var one = Epoch(store, new LaneRange(0, 8), 3, 300, 0);
        foreach (var ranks in new[] { 2, 4, 8 })
        {
            var parts = Enumerable.Range(0, ranks).Select(r => Epoch(store, LaneRange.OfRank(8, r, ranks), 3, 300, 0)).ToList();
            for (var s = 0; s < one.Count; s++)
            {
                Assert.Equal(one[s], parts.SelectMany(p => p[s]));
            }
        }
    }

    [Fact]
    public async Task Starting_inside_an_epoch_goes_on_as_if_it_had_not_stopped()
    {
        // 90,000 rows in one lane: 22 blocks, so two windows.
        var rows = FeatureRows.Make(90_000, 1, 13, lanes: 1);
        using var store = await LaneStoreTests.Build(rows, new LaneStoreOptions { Lanes = 1, Folder = _folder, AlwaysSpool = true });
        var whole = Epoch(store, new LaneRange(0, 1), 4, 1024, 0);
        foreach (var start in new long[] { 1, 40, 63, 64, 65, 87 })
        {
            Assert.Equal(whole.Skip((int)start).SelectMany(s => s), Epoch(store, new LaneRange(0, 1), 4, 1024, start).SelectMany(s => s));
        }
    }

    [Fact]
    public void Lane_shares_cover_the_lane_for_any_count() =>
        Gen.Select(Gen.Long[0, 1L << 45], Gen.Long[1, 100_000]).Sample((rows, steps) =>
            StepSplit.Start(rows, 0, steps) == 0 && StepSplit.Start(rows, steps, steps) == rows
            && StepSplit.Start(rows, steps / 2, steps) <= StepSplit.Start(rows, (steps / 2) + 1, steps));

    [Theory]
    [InlineData(0, 1000, 1)]
    [InlineData(499, 1000, 1)]
    [InlineData(1499, 1000, 1)]
    [InlineData(1500, 1000, 2)]
    [InlineData(2499, 1000, 2)]
    public void Steps_are_rows_over_batch_rounded_and_at_least_one(long rows, int batch, long steps) =>
        Assert.Equal(steps, StepSplit.Steps(rows, batch));

    [Fact]
    public async Task Feeding_allocates_nothing_per_step()
    {
        var rows = FeatureRows.Make(20_000, 8, 14);
        using var store = await LaneStoreTests.Build(rows, new LaneStoreOptions());
        using var feed = new StepFeed(store, new LaneRange(0, 8), Settings(store, 256), (1, 0));
        for (var i = 0; i < 200; i++)
        {
            feed.Take();
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 2000; i++)
        {
            feed.Take();
        }

        // The test runner itself may allocate a little on its own threads meanwhile.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 200_000);
    }

    [Fact]
    public async Task A_lane_damaged_while_it_is_read_stops_the_feed_with_its_name()
    {
        var rows = FeatureRows.Make(9000, 1, 15, lanes: 1);
        using var store = await LaneStoreTests.Build(rows, new LaneStoreOptions { Lanes = 1, Folder = _folder, AlwaysSpool = true });
        await using (var file = new FileStream(store.Files[0], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Seek(-5000, SeekOrigin.End);
            file.WriteByte(0xFF);
            file.WriteByte(0xFE);
        }

        using var feed = new StepFeed(store, new LaneRange(0, 1), Settings(store, 256), (1, 0));
        var e = Assert.Throws<LaneException>(() =>
        {
            for (var i = 0; i < 36; i++)
            {
                feed.Take();
            }
        });
        Assert.Contains("checksum", e.Message, StringComparison.Ordinal);
    }

    private static StepFeedSettings Settings(LaneStore store, int batchRows) =>
        new() { Steps = StepSplit.Steps(store.TotalRows, batchRows), Seed = 9, Shuffled = true };

    private static List<List<long>> Epoch(LaneStore store, LaneRange range, int epoch, int batchRows, long startStep)
    {
        var settings = Settings(store, batchRows);
        using var feed = new StepFeed(store, range, settings, (epoch, startStep));
        var steps = new List<List<long>>();
        var starts = new int[range.Count + 1];
        for (var s = startStep; s < settings.Steps; s++)
        {
            var batch = feed.Take();
            Assert.Equal((epoch, s), (batch.Epoch, batch.Step));
            steps.Add([.. batch.Input(0, range.Count, starts, 0, 0).RowIdsLow]);
        }

        return steps;
    }
}

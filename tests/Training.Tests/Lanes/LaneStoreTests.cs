using Millrace.Training.Lanes;

namespace Millrace.Training.Tests.Lanes;

public sealed class LaneStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lanes").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Rows_are_sorted_by_signed_id_within_their_lane_and_none_is_lost()
    {
        var rows = FeatureRows.Make(9000, 3, 1, emptyLane: 5, categories: 2, sequences: 2);
        using var store = await Build(rows, new LaneStoreOptions());

        Assert.Equal(rows.Count, store.TotalRows);
        Assert.Equal(0, store.Rows(5));
        for (var lane = 0; lane < 8; lane++)
        {
            var expected = rows.Where(r => FeatureRows.LaneOf(r, 8) == lane).OrderBy(r => r.Hi).ThenBy(r => r.Lo).ToList();
            AssertRows(expected, store, lane);
        }
    }

    [Fact]
    public async Task Spilled_lanes_hold_the_same_bytes_as_lanes_in_memory()
    {
        var rows = FeatureRows.Make(40_000, 30, 2, lanes: 2, categories: 1, sequences: 1);
        using var memory = await Build(rows, new LaneStoreOptions { Lanes = 2 });
        using var spooled = await Build(rows, new LaneStoreOptions { Lanes = 2, Folder = _folder, SpoolBytes = 1 << 20 });

        Assert.Empty(memory.Files);
        Assert.Equal(2, spooled.Files.Count);
        Assert.Equal(memory.Layout, spooled.Layout);
        var block = new byte[ILaneSource.BlockRows * memory.Layout.RecordBytes];
        for (var lane = 0; lane < 2; lane++)
        {
            Assert.Equal(memory.Rows(lane), spooled.Rows(lane));
            for (var b = 0; b * (long)ILaneSource.BlockRows < memory.Rows(lane); b++)
            {
                var resident = memory.ResidentBlock(lane, b)!;
                var read = spooled.ReadBlock(lane, b, block);
                Assert.Equal(resident.Length, read * memory.Layout.RecordBytes);
                Assert.True(resident.AsSpan().SequenceEqual(block.AsSpan(0, resident.Length)));
            }
        }

        Assert.Empty(Directory.GetFiles(_folder, "*.part*"));
    }

    [Fact]
    public async Task One_long_list_among_short_ones_sends_the_padded_rows_to_files_or_is_named()
    {
        // 600 rows of a few elements each, and one of 2,000 that gives all of them room for as many: some 5 MB where the entries take 100 kB.
        var rows = FeatureRows.Make(600, 1, 8, lanes: 2, sequences: 1);
        rows[7] = rows[7] with { S = [[.. Enumerable.Range(0, 2000).Select(i => i * 0.5f)]] };
        using var spooled = await Build(rows, new LaneStoreOptions { Lanes = 2, Folder = _folder, SpoolBytes = 1 << 20 });
        Assert.Equal(2, spooled.Files.Count);
        for (var lane = 0; lane < 2; lane++)
        {
            AssertRows([.. rows.Where(r => FeatureRows.LaneOf(r, 2) == lane).OrderBy(r => r.Hi).ThenBy(r => r.Lo)], spooled, lane);
        }

        var refused = await Assert.ThrowsAsync<LaneException>(() => Build(rows, new LaneStoreOptions { Lanes = 2, SpoolBytes = 1 << 20 }));
        Assert.Contains("sequence q0, 2,000 elements", refused.Message, StringComparison.Ordinal);
        using var resident = await Build(rows, new LaneStoreOptions { Lanes = 2, SpoolBytes = 1 << 24 });
        Assert.Empty(resident.Files);
    }

    [Fact]
    public async Task A_bucket_above_the_limit_is_split_again_also_when_all_ids_are_near_each_other()
    {
        // All first halves are equal and so are the first bits of the second: splitting has to go 17 levels deep.
        var rows = FeatureRows.Make(30_000, 20, 3, lanes: 1).Select((r, i) => r with { Hi = 7, Lo = (i * 7919 % 30_000) - 15_000 }).ToList();
        using var store = await Build(rows, new LaneStoreOptions { Lanes = 1, Folder = _folder, SpoolBytes = 1 << 20 });
        AssertRows([.. rows.OrderBy(r => r.Lo)], store, 0);
    }

    [Fact]
    public async Task Equal_ids_are_kept_as_often_as_they_come()
    {
        var one = FeatureRows.Make(1, 30, 4, lanes: 1)[0];
        using var store = await Build([.. Enumerable.Repeat(one, 20_000)], new LaneStoreOptions { Lanes = 1, Folder = _folder, SpoolBytes = 1 << 20 });
        Assert.Equal(20_000, store.TotalRows);
    }

    [Fact]
    public async Task Finished_files_are_reused_without_reading_rows_and_a_damaged_one_is_rebuilt()
    {
        var rows = FeatureRows.Make(5000, 4, 5);
        var options = new LaneStoreOptions { Folder = _folder, AlwaysSpool = true, Run = "a-train", FeatureHash = "abcdef0123456789ff" };
        (await Build(rows, options)).Dispose();

        using (var again = await LaneStore.BuildAsync(_ => throw new InvalidOperationException("read again"), options, CancellationToken.None))
        {
            Assert.Equal(5000, again.TotalRows);
            Assert.Empty(again.Notes);
        }

        var victim = Directory.GetFiles(_folder, "*lane3of8*").Single();
        var bytes = await File.ReadAllBytesAsync(victim);
        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(victim, bytes);
        await Assert.ThrowsAsync<LaneException>(() => LaneStore.OpenAsync(options, CancellationToken.None));
        using var rebuilt = await Build(rows, options);
        Assert.Contains(rebuilt.Notes, n => n.Contains("lane 3", StringComparison.Ordinal) && n.Contains("checksum", StringComparison.Ordinal));
        using var other = await Build(rows, options with { FeatureHash = "00" });
        Assert.Empty(other.Notes);
    }

    [Fact]
    public async Task Bad_values_are_refused_by_name()
    {
        var rows = FeatureRows.Make(10, 2, 6);
        rows[4].X[1] = float.NaN;
        var e = await Assert.ThrowsAsync<LaneException>(() => Build(rows, new LaneStoreOptions { FeatureNames = ["a", "distance"] }));
        Assert.Contains("feature distance", e.Message, StringComparison.Ordinal);

        rows[4].X[1] = 0;
        rows[4].Y[0] = float.PositiveInfinity;
        Assert.Contains("label 0", (await Assert.ThrowsAsync<LaneException>(() => Build(rows, new LaneStoreOptions()))).Message, StringComparison.Ordinal);

        rows[4] = rows[4] with { Y = [0], W = -1 };
        Assert.Contains("weight", (await Assert.ThrowsAsync<LaneException>(() => Build(rows, new LaneStoreOptions()))).Message, StringComparison.Ordinal);

        Assert.Contains(
            "no rows at all",
            (await Assert.ThrowsAsync<LaneException>(() => Build([], new LaneStoreOptions()))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "spool_bytes",
            (await Assert.ThrowsAsync<LaneException>(() => Build(FeatureRows.Make(20_000, 30, 6), new LaneStoreOptions { SpoolBytes = 1 << 20 }))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_some_lanes_keeps_those_and_counts_them()
    {
        var rows = FeatureRows.Make(3000, 2, 7);
        using var all = await Build(rows, new LaneStoreOptions());
        using var some = await Build(rows, new LaneStoreOptions { Owned = new LaneRange(4, 2) });
        Assert.Equal(all.Rows(4) + all.Rows(5), some.TotalRows);
        Assert.Throws<ArgumentOutOfRangeException>(() => some.Rows(3));
        Assert.True(all.ResidentBlock(5, 0)!.AsSpan().SequenceEqual(some.ResidentBlock(5, 0)));
    }

    internal static Task<LaneStore> Build(List<FeatureRows.Row> rows, LaneStoreOptions options) =>
        LaneStore.BuildAsync(_ => FeatureRows.Stream(rows, options.Lanes, 777), options, CancellationToken.None);

    private static void AssertRows(List<FeatureRows.Row> expected, LaneStore store, int lane)
    {
        Assert.Equal(expected.Count, store.Rows(lane));
        var layout = store.Layout;
        var block = new byte[ILaneSource.BlockRows * layout.RecordBytes];
        for (var i = 0; i < expected.Count; i++)
        {
            if (i % ILaneSource.BlockRows == 0)
            {
                store.ReadBlock(lane, i / ILaneSource.BlockRows, block);
            }

            var record = block.AsSpan(i % ILaneSource.BlockRows * layout.RecordBytes, layout.RecordBytes);
            var row = expected[i];
            Assert.Equal(row.Hi, BitConverter.ToInt64(record));
            Assert.Equal(row.Lo, BitConverter.ToInt64(record[8..]));
            Assert.Equal(row.W, BitConverter.ToSingle(record[16..]));
            Assert.Equal(row.Y[0], BitConverter.ToSingle(record[20..]));
            for (var f = 0; f < row.X.Length; f++)
            {
                Assert.Equal(row.X[f], BitConverter.ToSingle(record[(24 + (4 * f))..]));
            }

            for (var s = 0; s < row.S.Length; s++)
            {
                var at = record[layout.SequenceOffset(s)..];
                Assert.Equal(row.S[s].Length, BitConverter.ToInt32(at));
                for (var t = 0; t < layout.Sequences[s].MaxLength; t++)
                {
                    Assert.Equal(t < row.S[s].Length ? row.S[s][t] : 0, BitConverter.ToSingle(at[(4 + (4 * t))..]));
                }
            }
        }
    }
}

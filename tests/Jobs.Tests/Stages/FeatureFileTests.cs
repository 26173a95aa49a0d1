using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Tests.Engine;
using Millrace.Training.Lanes;
using Row = Millrace.Jobs.Tests.Baselines.FeatureFileWriter.Row;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>Feature files lie lane after lane, so that a rank reads its own rows and no others.</summary>
public sealed class FeatureFileTests : IDisposable
{
    private const int Lanes = 8;
    private const float Marker = 1000;
    private static readonly LaneRange All = new(0, Lanes);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_row_comes_back_with_its_lane_in_the_order_it_came()
    {
        var rows = Rows(1_000);
        var file = await WriteAsync(rows, sectionBytes: 4_000);

        var seen = new List<(int Lane, long Number, float X, int C)>();
        for (var lane = 0; lane < Lanes; lane++)
        {
            seen.AddRange((await ReadAsync(file, new LaneRange(lane, 1))).Select(row => (lane, row.Number, row.X, row.C)));
        }

        Assert.Equal(
            rows.Select(row => (Lane: LaneOf(row.Number), row.Number, row.X[1], row.C[0])).OrderBy(row => row.Lane).ThenBy(row => row.Number), seen);
        Assert.True(Batches(file) > 2 * Lanes, "the file has one section only");
    }

    [Fact]
    public async Task A_rank_does_not_read_the_rows_of_other_lanes()
    {
        var file = await WriteAsync(Rows(1_000), sectionBytes: 4_000);
        var own = new LaneRange(2, 2);
        var before = await ReadAsync(file, own);

        var damaged = DamageOthers(file, own);

        Assert.Equal(before, await ReadAsync(file, own));
        Assert.Equal(1_000 - before.Count, damaged);
        Assert.Equal(damaged, (await ReadAsync(file, All)).Count(row => float.IsNaN(row.Mark)));
    }

    [Fact]
    public async Task Lists_of_any_length_keep_their_elements()
    {
        var path = _folder.At("lists.arrow");
        await using (var writer = new FeatureFileWriter(path, Lanes, sectionBytes: 2_000))
        {
            foreach (var part in Enumerable.Range(0, 300).Chunk(7))
            {
                await writer.TakeAsync(Lists(part), TestContext.Current.CancellationToken);
            }

            await writer.CompleteAsync(TestContext.Current.CancellationToken);
        }

        var seen = new SortedDictionary<long, float[]>();
        await foreach (var batch in FeatureFiles.ReadLanesAsync([path], Lanes, All, TestContext.Current.CancellationToken))
        {
            using (batch)
            {
                var list = (ListArray)batch.Column("s_a");
                for (var row = 0; row < batch.Length; row++)
                {
                    seen.Add(((Int64Array)batch.Column("id_lo")).Values[row], ((FloatArray)list.Values).Values.Slice(list.ValueOffsets[row], list.GetValueLength(row)).ToArray());
                }
            }
        }

        Assert.Equal(300, seen.Count);
        Assert.All(seen, row => Assert.Equal(Enumerable.Range(0, (int)row.Key % 5).Select(i => (float)((row.Key * 10) + i)), row.Value));
    }

    [Fact]
    public async Task A_file_in_another_order_is_refused_by_name()
    {
        var file = await WriteAsync(Rows(100), sectionBytes: 1 << 20);
        var other = await Assert.ThrowsAsync<LaneException>(() => ReadAsync(file, new LaneRange(0, 4), lanes: 4));
        Assert.Contains("8 batches in the order of 8 lanes; 4 lanes are needed", other.Message, StringComparison.Ordinal);

        var unordered = Baselines.FeatureFileWriter.Write(_folder.Path, "unordered.arrow", Rows(100));
        var none = await Assert.ThrowsAsync<LaneException>(() => ReadAsync(unordered, All));
        Assert.Contains("in the order of none lanes", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_among_those_of_another_lane_is_found()
    {
        var path = _folder.At("mixed.arrow");
        using var batch = Baselines.FeatureFileWriter.Batch([.. Rows(50)]);
        var schema = LaneOrder.Mark(batch.Schema, Lanes);
        await using (var stream = File.Create(path))
        using (var writer = new ArrowFileWriter(stream, schema, leaveOpen: true))
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                await writer.WriteRecordBatchAsync(new RecordBatch(schema, batch.Arrays, batch.Length), TestContext.Current.CancellationToken);
            }

            await writer.WriteEndAsync(TestContext.Current.CancellationToken);
        }

        var failure = await Assert.ThrowsAsync<LaneException>(() => ReadAsync(path, new LaneRange(5, 1)));
        Assert.Contains("a row of another lane among those of lane 5", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_have_its_name_leaves_no_temporary_one()
    {
        var taken = Directory.CreateDirectory(_folder.At("taken.arrow")).FullName;
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var writer = new FeatureFileWriter(taken, Lanes);
            await writer.TakeAsync(Baselines.FeatureFileWriter.Batch([.. Rows(50)]), TestContext.Current.CancellationToken);
            await writer.CompleteAsync(TestContext.Current.CancellationToken);
        });
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    /// <summary>The first number of each row names its lane: outside of a rank's own it is not a number any more.</summary>
    private static int DamageOthers(string file, LaneRange own)
    {
        var bytes = File.ReadAllBytes(file);
        var numbers = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        var damaged = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            var lane = numbers[i] - Marker;
            if (lane is >= 0 and < Lanes && lane == MathF.Floor(lane) && !own.Contains((int)lane))
            {
                numbers[i] = float.NaN;
                damaged++;
            }
        }

        File.WriteAllBytes(file, bytes);
        return damaged;
    }

    private static int LaneOf(long number) => LaneRange.LaneOf(unchecked(number * 0x1E37_79B9_7F4A_7C15L), number, Lanes);

    private static List<Row> Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Row(i, [Marker + LaneOf(i), i / 4096f], [i % 3], 0.5f))];

    private static int Batches(string file)
    {
        using var reader = new ArrowFileReader(File.OpenRead(file));
        return reader.RecordBatchCountAsync().AsTask().GetAwaiter().GetResult();
    }

    private static async Task<List<(long Number, float Mark, float X, int C)>> ReadAsync(string file, LaneRange wanted, int lanes = Lanes)
    {
        var rows = new List<(long, float, float, int)>();
        await foreach (var batch in FeatureFiles.ReadLanesAsync([file], lanes, wanted, TestContext.Current.CancellationToken))
        {
            using (batch)
            {
                var x = ((FloatArray)((FixedSizeListArray)batch.Column("x")).Values).Values;
                var c = ((Int32Array)((FixedSizeListArray)batch.Column("c")).Values).Values;
                for (var row = 0; row < batch.Length; row++)
                {
                    rows.Add((((Int64Array)batch.Column("id_lo")).Values[row], x[2 * row], x[(2 * row) + 1], c[row]));
                }
            }
        }

        return rows;
    }

    private static RecordBatch Lists(int[] numbers)
    {
        var ids = numbers.Select(number => (long)number).ToArray();
        var list = new ListArray.Builder(new Field("item", FloatType.Default, nullable: false));
        var values = (FloatArray.Builder)list.ValueBuilder;
        foreach (var number in numbers)
        {
            list.Append();
            values.AppendRange(Enumerable.Range(0, number % 5).Select(i => (float)((number * 10) + i)));
        }

        return new RecordBatch.Builder()
            .Append("id_hi", false, new Int64Array.Builder().AppendRange(ids).Build())
            .Append("id_lo", false, new Int64Array.Builder().AppendRange(ids).Build())
            .Append("lane", false, new Int32Array.Builder().AppendRange(ids.Select(id => LaneRange.LaneOf(id, id, Lanes))).Build())
            .Append("s_a", false, list.Build())
            .Build();
    }

    private async Task<string> WriteAsync(List<Row> rows, long sectionBytes)
    {
        var path = _folder.At("rows.arrow");
        await using var writer = new FeatureFileWriter(path, Lanes, sectionBytes);
        foreach (var batch in rows.Chunk(37))
        {
            await writer.TakeAsync(Baselines.FeatureFileWriter.Batch(batch), TestContext.Current.CancellationToken);
        }

        var file = await writer.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(rows.Count, file!.Rows);
        return path;
    }
}

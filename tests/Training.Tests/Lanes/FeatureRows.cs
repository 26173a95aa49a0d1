using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Exact;

namespace Millrace.Training.Tests.Lanes;

/// <summary>Makes feature batches in the layout that encoding writes.</summary>
internal static class FeatureRows
{
    /// <summary>One row.</summary>
    public sealed record Row(long Hi, long Lo, float[] X, int[] C, float[] Y, float W, float[][] S);

    public static int LaneOf(Row row, int lanes) => (int)(KeyedHash.Hash(KeyedHash.LaneKey, row.Hi, row.Lo) & (ulong)(lanes - 1));

    public static RecordBatch Batch(IReadOnlyList<Row> rows, int lanes)
    {
        var fields = new List<Field> { new("id_hi", Int64Type.Default, false), new("id_lo", Int64Type.Default, false), new("lane", Int32Type.Default, false) };
        var columns = new List<IArrowArray>
        {
            new Int64Array.Builder().AppendRange(rows.Select(r => r.Hi)).Build(),
            new Int64Array.Builder().AppendRange(rows.Select(r => r.Lo)).Build(),
            new Int32Array.Builder().AppendRange(rows.Select(r => LaneOf(r, lanes))).Build(),
        };
        AddFixed("x", rows[0].X.Length, FloatType.Default, () => new FloatArray.Builder().AppendRange(rows.SelectMany(r => r.X)).Build());
        AddFixed("c", rows[0].C.Length, Int32Type.Default, () => new Int32Array.Builder().AppendRange(rows.SelectMany(r => r.C)).Build());
        for (var s = 0; s < rows[0].S.Length; s++)
        {
            var list = new ListArray.Builder(FloatType.Default);
            var values = (FloatArray.Builder)list.ValueBuilder;
            foreach (var row in rows)
            {
                list.Append();
                values.AppendRange(row.S[s]);
            }

            fields.Add(new Field($"s_q{s}", new ListType(FloatType.Default), false));
            columns.Add(list.Build());
        }

        AddFixed("y", rows[0].Y.Length, FloatType.Default, () => new FloatArray.Builder().AppendRange(rows.SelectMany(r => r.Y)).Build());
        fields.Add(new Field("w", FloatType.Default, false));
        columns.Add(new FloatArray.Builder().AppendRange(rows.Select(r => r.W)).Build());
        return new RecordBatch(new Schema(fields, null), columns, rows.Count);

        void AddFixed(string name, int width, IArrowType element, Func<IArrowArray> values)
        {
            if (width > 0)
            {
                var type = new FixedSizeListType(element, width);
                fields.Add(new Field(name, type, false));
                columns.Add(new FixedSizeListArray(type, rows.Count, values(), ArrowBuffer.Empty, 0));
            }
        }
    }

    public static async IAsyncEnumerable<RecordBatch> Stream(IReadOnlyList<Row> rows, int lanes, int batchRows)
    {
        for (var at = 0; at < rows.Count; at += batchRows)
        {
            await Task.Yield();
            yield return Batch([.. rows.Skip(at).Take(batchRows)], lanes);
        }
    }

    /// <summary>Rows with ids from a generator, so that lanes are uneven; lane <paramref name="emptyLane"/> gets none.</summary>
    public static List<Row> Make(int count, int features, int seed, int lanes = 8, int emptyLane = -1, int categories = 0, int sequences = 0)
    {
        var random = new Random(seed);
        var rows = new List<Row>();
        while (rows.Count < count)
        {
            var x = Enumerable.Range(0, features).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray();
            var length = random.Next(0, 6);
            var row = new Row(
                random.NextInt64(long.MinValue, long.MaxValue), random.NextInt64(long.MinValue, long.MaxValue), x,
                [.. Enumerable.Range(0, categories).Select(_ => random.Next(5))],
                [x.Length == 0 ? 0 : (2 * x[0]) + 1 + (0.1f * (float)random.NextDouble())], 0.5f + (float)random.NextDouble(),
                [.. Enumerable.Range(0, sequences).Select(_ => Enumerable.Range(0, length).Select(_ => (float)random.NextDouble()).ToArray())]);
            if (LaneOf(row, lanes) != emptyLane)
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}

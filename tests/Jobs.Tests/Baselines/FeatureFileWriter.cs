using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Millrace.Exact;

namespace Millrace.Jobs.Tests.Baselines;

/// <summary>Writes feature files as the encoder does.</summary>
internal static class FeatureFileWriter
{
    /// <summary>A row: its id is (number × a large odd number, number).</summary>
    public sealed record Row(long Number, float[] X, int[] C, float Y);

    public static string Write(string folder, string name, IReadOnlyList<Row> rows, int batchRows = 1000)
    {
        var path = Path.Combine(folder, name);
        using var stream = File.Create(path);
        ArrowFileWriter? writer = null;
        foreach (var chunk in rows.Chunk(batchRows))
        {
            var batch = Batch(chunk);
            writer ??= new ArrowFileWriter(stream, batch.Schema, leaveOpen: true);
            writer.WriteRecordBatch(batch);
        }

        writer?.WriteEnd();
        return path;
    }

    /// <summary>The rows as a batch of the encoder.</summary>
    public static RecordBatch Batch(Row[] rows)
    {
        var ids = rows.Select(row => (Hi: unchecked(row.Number * 0x1E37_79B9_7F4A_7C15L), Lo: row.Number)).ToArray();
        var builder = new RecordBatch.Builder()
            .Append("id_hi", false, new Int64Array.Builder().AppendRange(ids.Select(id => id.Hi)).Build())
            .Append("id_lo", false, new Int64Array.Builder().AppendRange(ids.Select(id => id.Lo)).Build())
            .Append("lane", false, new Int32Array.Builder()
                .AppendRange(ids.Select(id => (int)(KeyedHash.Hash(KeyedHash.LaneKey, id.Hi, id.Lo) & 7))).Build());
        if (rows[0].X.Length > 0)
        {
            builder = builder.Append("x", false, Floats(rows.SelectMany(row => row.X), rows.Length, rows[0].X.Length));
        }

        if (rows[0].C.Length > 0)
        {
            var values = new Int32Array.Builder().AppendRange(rows.SelectMany(row => row.C)).Build();
            builder = builder.Append("c", false, Lists(values, Int32Type.Default, rows.Length, rows[0].C.Length));
        }

        return builder
            .Append("y", false, Floats(rows.Select(row => row.Y), rows.Length, 1))
            .Append("w", false, new FloatArray.Builder().AppendRange(Enumerable.Repeat(1f, rows.Length)).Build())
            .Build();
    }

    private static FixedSizeListArray Floats(IEnumerable<float> values, int rows, int width) =>
        Lists(new FloatArray.Builder().AppendRange(values).Build(), FloatType.Default, rows, width);

    private static FixedSizeListArray Lists(IArrowArray values, IArrowType type, int rows, int width) =>
        new(new ArrayData(new FixedSizeListType(new Field("item", type, false), width), rows, 0, 0, [ArrowBuffer.Empty], [values.Data]));
}

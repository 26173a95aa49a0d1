using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Millrace.Training.Lanes;

namespace Millrace.Benchmarks.Training;

/// <summary>A feature file as encoding writes it: Arrow, x row-major in fixed-size lists.</summary>
internal static class FeatureFile
{
    private const int BatchRows = 8192;

    /// <summary>Writes <paramref name="rows"/> random rows for eight lanes.</summary>
    public static async Task WriteAsync(string path, int rows, int features, CancellationToken cancellationToken)
    {
        var vector = new FixedSizeListType(new Field("item", FloatType.Default, false), features);
        var label = new FixedSizeListType(new Field("item", FloatType.Default, false), 1);
        var schema = new Schema(
            [
                new Field("id_hi", Int64Type.Default, false), new Field("id_lo", Int64Type.Default, false), new Field("lane", Int32Type.Default, false),
                new Field("x", vector, false), new Field("y", label, false), new Field("w", FloatType.Default, false),
            ],
            null);
        var random = new Random(1);
        await using var stream = File.Create(path);
        using var writer = new ArrowFileWriter(stream, schema);
        for (var at = 0; at < rows; at += BatchRows)
        {
            var count = Math.Min(BatchRows, rows - at);
            var (high, low) = (Ids(random, count), Ids(random, count));
            var lanes = high.Zip(low, (hi, lo) => LaneRange.LaneOf(hi, lo, 8));
            IArrowArray[] columns =
            [
                new Int64Array.Builder().AppendRange(high).Build(), new Int64Array.Builder().AppendRange(low).Build(),
                new Int32Array.Builder().AppendRange(lanes).Build(),
                new FixedSizeListArray(vector, count, Numbers(random, count * features), ArrowBuffer.Empty, 0),
                new FixedSizeListArray(label, count, Numbers(random, count), ArrowBuffer.Empty, 0),
                new FloatArray.Builder().AppendRange(Enumerable.Repeat(1f, count)).Build(),
            ];
            using var batch = new RecordBatch(schema, columns, count);
            await writer.WriteRecordBatchAsync(batch, cancellationToken);
        }

        await writer.WriteEndAsync(cancellationToken);
    }

    /// <summary>The batches of a file; each belongs to the receiver.</summary>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        using var reader = new ArrowFileReader(stream);
        while (await reader.ReadNextRecordBatchAsync(cancellationToken) is { } batch)
        {
            yield return batch;
        }
    }

    private static List<long> Ids(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];

    private static FloatArray Numbers(Random random, int count)
    {
        var builder = new FloatArray.Builder().Reserve(count);
        for (var at = 0; at < count; at++)
        {
            builder.Append(random.NextSingle() - 0.5f);
        }

        return builder.Build();
    }
}

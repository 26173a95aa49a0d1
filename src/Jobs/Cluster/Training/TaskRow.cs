using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using SparkTypes = Millrace.Spark.Sql.Types;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>One row of what a training task gives back.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Rank">Whose.</param>
/// <param name="Sequence">Its place among the rank's rows of this kind.</param>
/// <param name="Hash">xxHash128 of the bytes, hex; empty where they carry their own.</param>
/// <param name="Bytes">JSON, a slice of the state, or a file's name.</param>
internal sealed record TaskRow(TaskRowKind Kind, int Rank, int Sequence, string Hash, ReadOnlyMemory<byte> Bytes)
{
    private static readonly Schema Layout = new(
        [
            new Field("kind", Int32Type.Default, nullable: false), new Field("rank", Int32Type.Default, nullable: false),
            new Field("sequence", Int32Type.Default, nullable: false), new Field("hash", StringType.Default, nullable: false),
            new Field("bytes", BinaryType.Default, nullable: false),
        ],
        null);

    /// <summary>The declared columns.</summary>
    public static SparkTypes.StructType SparkSchema { get; } = new(
        [
            new SparkTypes.StructField("kind", new SparkTypes.IntegerType(), isNullable: false),
            new SparkTypes.StructField("rank", new SparkTypes.IntegerType(), isNullable: false),
            new SparkTypes.StructField("sequence", new SparkTypes.IntegerType(), isNullable: false),
            new SparkTypes.StructField("hash", new SparkTypes.StringType(), isNullable: false),
            new SparkTypes.StructField("bytes", new SparkTypes.BinaryType(), isNullable: false),
        ]);

    /// <summary>A row that holds a record as JSON.</summary>
    public static TaskRow Of<T>(TaskRowKind kind, int rank, T record) => new(kind, rank, 0, "", JsonSerializer.SerializeToUtf8Bytes(record));

    /// <summary>The rows of a batch, copied: the batch stays the caller's.</summary>
    public static IEnumerable<TaskRow> Read(RecordBatch batch)
    {
        var (kinds, ranks, sequences) = ((Int32Array)batch.Column(0), (Int32Array)batch.Column(1), (Int32Array)batch.Column(2));
        var (hashes, bytes) = ((StringArray)batch.Column(3), (BinaryArray)batch.Column(4));
        for (var row = 0; row < batch.Length; row++)
        {
            yield return new TaskRow(
                (TaskRowKind)kinds.GetValue(row)!.Value, ranks.GetValue(row)!.Value, sequences.GetValue(row)!.Value, hashes.GetString(row), bytes.GetBytes(row).ToArray());
        }
    }

    /// <summary>The record that the row holds.</summary>
    public T Record<T>() => JsonSerializer.Deserialize<T>(Bytes.Span) ?? throw new JsonException($"a row of kind {Kind} holds nothing");

    /// <summary>The row as a batch, which belongs to the caller.</summary>
    public RecordBatch ToBatch() => new(
        Layout,
        [
            new Int32Array.Builder().Append((int)Kind).Build(), new Int32Array.Builder().Append(Rank).Build(),
            new Int32Array.Builder().Append(Sequence).Build(), new StringArray.Builder().Append(Hash).Build(),
            new BinaryArray.Builder().Append(Bytes.Span).Build(),
        ],
        1);
}

using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Jobs.Stages.Features;
using Millrace.Training;
using Millrace.Training.Lanes;
using Millrace.Training.Layers;
using Millrace.Training.Losses;
using Millrace.Training.Networks;

namespace Millrace.Benchmarks.Clusters;

/// <summary>A feature file of 64 numbers a row, as encoding writes it, and a plan that trains on it. Disposing removes the file.</summary>
internal sealed class TrainingData : IDisposable
{
    /// <summary>64 steps an epoch.</summary>
    public const long Rows = 262_144;

    public const int BatchRows = 4096;

    private const int Features = 64;
    private const int Lanes = 8;
    private const int FileBatchRows = 8192;

    private TrainingData(string folder, string file) => (Folder, File) = (folder, file);

    /// <summary>64-256-256-1, four epochs to the end.</summary>
    public static TrainingPlan Plan { get; } = new()
    {
        Network = new NetworkSpec { Layers = [new DenseSpec { Units = 256, Activation = Activation.Relu }, new DenseSpec { Units = 256, Activation = Activation.Relu }] },
        Input = new InputShape { DenseFeatures = Features },
        Targets = [new TargetSpec { Loss = new SquaredLossSpec() }],
        Lanes = Lanes,
        BatchRows = BatchRows,
        MaxEpochs = 4,
        EarlyStopping = null,
    };

    public string Folder { get; }

    public string File { get; }

    public static async Task<TrainingData> MakeAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("millrace-training-").FullName;
        var file = Path.Combine(folder, "rows.arrow");
        await using var writer = new FeatureFileWriter(file, Lanes);
        for (var first = 0L; first < Rows; first += FileBatchRows)
        {
            await writer.TakeAsync(Batch(first, FileBatchRows, Lanes), cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
        return new TrainingData(folder, file);
    }

    /// <summary>The rows in memory.</summary>
    public Task<LaneStore> OpenAsync(CancellationToken cancellationToken) =>
        LaneStore.BuildAsync(token => FeatureFiles.ReadAsync([File], token), new LaneStoreOptions { Lanes = Lanes }, cancellationToken);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Rows by their numbers, dealt to so many lanes.</summary>
    public static RecordBatch Batch(long first, int rows, int lanes)
    {
        var (high, low, lane) = (new long[rows], new long[rows], new int[rows]);
        var (x, y) = (new float[rows * Features], new float[rows]);
        for (var row = 0; row < rows; row++)
        {
            low[row] = first + row;
            high[row] = unchecked(low[row] * 0x1E37_79B9_7F4A_7C15L);
            lane[row] = LaneRange.LaneOf(high[row], low[row], lanes);
            for (var f = 0; f < Features; f++)
            {
                x[(row * Features) + f] = ((unchecked(((low[row] * Features) + f) * 2_654_435_761L) & 0xFFFF) / 65536f) - 0.5f;
            }

            y[row] = x[row * Features] + (x[(row * Features) + 1] * x[(row * Features) + 2]);
        }

        return new RecordBatch.Builder()
            .Append("id_hi", false, new Int64Array.Builder().AppendRange(high).Build())
            .Append("id_lo", false, new Int64Array.Builder().AppendRange(low).Build())
            .Append("lane", false, new Int32Array.Builder().AppendRange(lane).Build())
            .Append("x", false, List(x, rows, Features))
            .Append("y", false, List(y, rows, 1))
            .Append("w", false, new FloatArray.Builder().AppendRange(Enumerable.Repeat(1f, rows)).Build())
            .Build();
    }

    private static FixedSizeListArray List(float[] values, int rows, int width) => new(new ArrayData(
        new FixedSizeListType(new Field("item", FloatType.Default, false), width), rows, 0, 0, [ArrowBuffer.Empty], [new FloatArray.Builder().AppendRange(values).Build().Data]));
}

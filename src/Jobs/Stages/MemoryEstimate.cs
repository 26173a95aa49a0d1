using Millrace.Features.Contracts;
using Millrace.Features.Encoders;
using Millrace.Features.Splitting;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Model;
using Millrace.Jobs.Survey;
using Millrace.Training.Losses;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Stages;

/// <summary>
/// Memory of each stage of a job in this process, from the contract, the footers and the engine's limits alone. A test holds it against the peaks of real runs: it is within a factor of two of them.
/// </summary>
internal sealed class MemoryEstimate
{
    /// <summary>What a process needs before any data: the runtime, native libraries, compiled code.</summary>
    private const long ProgramBytes = 150L << 20;

    /// <summary>Bytes beside the contract's columns in a clean row: hash, source file, source row.</summary>
    private const int OriginBytes = 28;

    /// <summary>A row group of an output exists as buffered rows, as encoded pages and as compressed pages.</summary>
    private const int WriterCopies = 3;

    /// <summary>Vectors that a reader keeps of a batch beside what it read: held values, results of rules, output.</summary>
    private const int BatchCopies = 4;

    /// <summary>Weights, gradient, two moments, average, best weights, and the copy that a checkpoint is written from.</summary>
    private const int ParameterCopies = 7;

    /// <summary>A row of the comparison with planted dirt: its cells as objects, and its place by key.</summary>
    private const long ComparedCellBytes = 40;

    /// <summary>The runtime of ONNX, with a model loaded.</summary>
    private const long OnnxBytes = 80L << 20;

    /// <summary>The predictions of test rows that are held at once, with what sorting them takes; more lie on disk.</summary>
    private const long SortedBytes = 192L << 20;

    /// <summary>Rows that the sample behind quantiles keeps at most; it is compacted at twice as many.</summary>
    private const long SampledRows = 2 * 65_536;

    private readonly JobSpec _job;
    private readonly EngineOptions _engine;
    private readonly PlannedInputs _inputs;
    private readonly long _rows;
    private readonly long _rowBytes;

    /// <summary>The estimates of a job over its inputs.</summary>
    public MemoryEstimate(JobSpec job, PlannedInputs inputs)
    {
        _job = job;
        _inputs = inputs;
        _engine = new EngineOptions { TempFolder = "", MemoryBytes = job.Run.Memory.Bytes / 2 };
        _rows = RowsOf(inputs.Main, job.Contract);
        _rowBytes = RowBytesOf(job.Contract);
    }

    /// <summary>Training rows, as far as the split tells before it is done.</summary>
    public long TrainRows => _job.Split switch
    {
        HashSplitSpec split => (long)(_rows * (1 - split.Validation - split.Test)),
        FilesSplitSpec { ValidationFiles.Count: 0 } split => (long)(_rows * (1 - split.Validation)),
        _ => _rows,
    };

    /// <summary>Test rows, likewise.</summary>
    public long TestRows => _job.Split switch
    {
        HashSplitSpec split => (long)(_rows * split.Test),
        FilesSplitSpec => _inputs.Test is { } test ? RowsOf(test, _job.Contract) : 0,
        _ => _rows,
    };

    private long RowsOfReader => PerReader(_rows);

    private long BatchBytes => BatchBytesOf(_rows, _rowBytes);

    /// <summary>Reading footers.</summary>
    public static StageMemory Survey(Snapshot snapshot) => Stage(snapshot.Files.Sum(file => 4096L * (1 + file.RowGroups.Count)), "footers");

    /// <summary>Contract and rules over one input.</summary>
    public StageMemory RowStage(TableContract contract, Snapshot snapshot)
    {
        var (rows, rowBytes) = (RowsOf(snapshot, contract), RowBytesOf(contract));
        return Stage(_job.Run.Readers * (BatchBytesOf(rows, rowBytes) + WriterBytes(rows, rowBytes)), $"{Readers} with batches, queues and row groups");
    }

    /// <summary>Removing duplicates.</summary>
    public StageMemory Duplicates() => Stage(Engine(_rows * (_rowBytes + 64)) + WriterBytes(_rows, _rowBytes), "the engine's table of hashes, which spills");

    /// <summary>Joins and windows.</summary>
    public StageMemory Relation() => Stage(Engine(3 * _rows * _rowBytes) + WriterBytes(_rows, _rowBytes), "the engine's joins and windows, which spill");

    /// <summary>Comparing with planted dirt.</summary>
    public StageMemory Truth() => Stage(2 * _rows * ComparedCellBytes * (_job.Contract.Columns.Count + 2), "the original and the clean rows");

    /// <summary>Dividing the rows.</summary>
    public StageMemory Split() => Stage(_job.Run.Readers * BatchBytes, $"{Readers} with a batch each");

    /// <summary>Fitting encoders.</summary>
    public StageMemory Fit() => Stage(
        _job.Run.Readers * (BatchBytes + (Math.Min(RowsOfReader, SampledRows) * ((8L * Features.Numbers) + 32))), $"{Readers} with a sample of training rows each");

    /// <summary>Encoding all rows.</summary>
    public StageMemory Encode() => Stage(
        _job.Run.Readers * (BatchBytes + (Math.Min(RowsOfReader, _engine.BatchRows) * Features.RowBytes * BatchCopies)), $"{Readers} with encoded batches");

    /// <summary>Training, or trying rates.</summary>
    public StageMemory Train(TrainingSpec training, NetworkSpec spec)
    {
        var spool = Math.Min(_job.Run.Memory.Bytes / 2, _rows * Features.RowBytes);
        var batch = TrainingDefaults.BatchRows(training, spec.Model == ModelKind.Tabular, TrainRows);
        var (parameters, values) = SizesOf(spec, Features);
        var state = parameters * sizeof(float) * (ParameterCopies + (2L * _job.Run.Ranks));
        var activations = batch * values * sizeof(float) * 2;
        return Stage(spool + state + activations, $"{ProgressWords.Bytes(spool)} of encoded rows, {ProgressWords.Bytes(state)} of weights and optimiser, {ProgressWords.Bytes(activations)} for a step");
    }

    /// <summary>Scoring the network on the test rows.</summary>
    public StageMemory Evaluate() => Stage(
        (Math.Min(TestRows, _engine.BatchRows) * Features.RowBytes * BatchCopies) + Math.Min(TestRows * 32, SortedBytes), $"encoded batches, and the predictions of {ProgressWords.Count(TestRows, "test row")}");

    /// <summary>Training what the network is compared with.</summary>
    public StageMemory Baselines()
    {
        var taken = Math.Min(_job.Baselines.MaxRows, TrainRows);
        return Stage(taken * Features.RowBytes * WriterCopies, $"{ProgressWords.Count(taken, "training row")} as tables and bins");
    }

    /// <summary>Writing ONNX and holding it against the runtime.</summary>
    public static StageMemory Export() => Stage(OnnxBytes, "the model in the runtime");

    /// <summary>The model card.</summary>
    public static StageMemory Card() => Stage(1L << 20, "a page");

    /// <summary>The report.</summary>
    public StageMemory Report() => Stage((8L << 20) + (_job.Training is null ? 0 : Math.Min(TestRows, ReportAssembly.MostPredictions) * 32), "a page with its pictures");

    private ExpectedFeatures Features => field ??= ExpectedFeatures.Of(FeaturePlans.Of(_job));

    private string Readers => ProgressWords.Count(_job.Run.Readers, "reader");

    /// <summary>Parameters, and values that a row leaves in the layers.</summary>
    private static (long Parameters, long Values) SizesOf(NetworkSpec spec, ExpectedFeatures features)
    {
        var input = new InputShape
        {
            DenseFeatures = features.Numbers,
            Categories = [.. features.Categories.Select(field => new CategoricalField(field.Name, field.Cardinality, field.Dimension))],
            SequenceFeatures = features.Sequences,
            MaxLength = features.MaxLength,
        };
        try
        {
            var network = Network.Build(spec, input, [new TargetSpec { Name = "y", Loss = new SquaredLossSpec() }]);
            return (network.Layout.Count, network.RowValues);
        }
        catch (NetworkException)
        {
            // Its shape follows from the fitted features alone; the network is then the small part.
            return (0, 0);
        }
    }

    private static StageMemory Stage(long bytes, string words) => new(ProgramBytes + bytes, words);

    // A text file tells no rows: its bytes are at least those of its values.
    private static long RowsOf(Snapshot snapshot, TableContract contract) => snapshot.Rows ?? (snapshot.Bytes / Math.Max(1, contract.Columns.Count * 4)) + 1;

    private static long RowBytesOf(TableContract contract) => OriginBytes + contract.Columns.Sum(column => BytesOf(column.Type));

    private long PerReader(long rows) => rows / Math.Max(1, _job.Run.Readers);

    private long BatchBytesOf(long rows, long rowBytes) => Math.Min(PerReader(rows), _engine.BatchRows) * rowBytes * BatchCopies;

    private long Engine(long wanted) => Math.Min(_engine.MemoryBytes, wanted);

    private long WriterBytes(long rows, long rowBytes) =>
        ((_engine.OutputQueueBatches + 2) * Math.Min(PerReader(rows), _engine.BatchRows) * rowBytes) + (Math.Min(PerReader(rows), 2L * _engine.RowGroupRows) * rowBytes * WriterCopies);

    private static long BytesOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.String => 24,
        ColumnKind.List => 64,
        ColumnKind.Decimal => 16,
        _ => 8,
    };
}

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

    /// <summary>Rows that the sample behind quantiles keeps at most; it is compacted at twice as many.</summary>
    private const long SampledRows = 2 * 65_536;

    private readonly JobSpec _job;
    private readonly EngineOptions _engine;
    private readonly long _rows;
    private readonly long _rowBytes;

    private MemoryEstimate(JobSpec job, Snapshot snapshot)
    {
        _job = job;
        _engine = new EngineOptions { TempFolder = "", MemoryBytes = job.Run.Memory.Bytes / 2 };
        _rowBytes = OriginBytes + job.Contract.Columns.Sum(column => BytesOf(column.Type));

        // A text file tells no rows: its bytes are at least those of its values.
        _rows = snapshot.Rows ?? (snapshot.Bytes / Math.Max(1, job.Contract.Columns.Count * 4)) + 1;
    }

    private long RowsOfReader => _rows / Math.Max(1, _job.Run.Readers);

    private long BatchBytes => Math.Min(RowsOfReader, _engine.BatchRows) * _rowBytes * BatchCopies;

    /// <summary>The stages in the order in which they run.</summary>
    public static IReadOnlyList<StageMemory> Of(JobSpec job, Snapshot snapshot) => [.. new MemoryEstimate(job, snapshot).Stages()];

    private IEnumerable<StageMemory> Stages()
    {
        var readers = ProgressWords.Count(_job.Run.Readers, "reader");
        var rows = _job.Run.Readers * (BatchBytes + WriterBytes());
        yield return Stage("rows", rows, $"{readers} with batches, queues and row groups");
        if (_job.Duplicates is not null)
        {
            yield return Stage("duplicates", Engine(_rows * (_rowBytes + 64)) + WriterBytes(), "the engine's table of hashes, which spills");
        }

        if (_job.Relation is not null)
        {
            yield return Stage("relation", Engine(3 * _rows * _rowBytes) + WriterBytes(), "the engine's joins and windows, which spill");
        }

        if (_job.Features is null)
        {
            yield break;
        }

        var features = ExpectedFeatures.Of(FeaturePlans.Of(_job));
        yield return Stage("split", _job.Run.Readers * BatchBytes, $"{readers} with a batch each");
        yield return Stage("features", _job.Run.Readers * (BatchBytes + (Math.Min(RowsOfReader, SampledRows) * ((8L * features.Numbers) + 32))), $"{readers} with a sample of training rows each");
        yield return Stage("encode", _job.Run.Readers * (BatchBytes + (Math.Min(RowsOfReader, _engine.BatchRows) * features.RowBytes * BatchCopies)), $"{readers} with encoded batches");
        if (_job is { Training: { } training, Network: { } network })
        {
            yield return Train(training, network, features);
            if (BaselineStage.HasAny(_job.Baselines))
            {
                var taken = Math.Min(_job.Baselines.MaxRows, TrainRows);
                yield return Stage("baselines", taken * features.RowBytes * WriterCopies, $"{ProgressWords.Count(taken, "training row")} as tables and bins");
            }
        }
    }

    private long TrainRows => _job.Split is HashSplitSpec split ? (long)(_rows * (1 - split.Validation - split.Test)) : _rows;

    private StageMemory Train(TrainingSpec training, NetworkSpec spec, ExpectedFeatures features)
    {
        var spool = Math.Min(_job.Run.Memory.Bytes / 2, _rows * features.RowBytes);
        var batch = TrainingDefaults.BatchRows(training, spec.Model == ModelKind.Tabular, TrainRows);
        var (parameters, values) = SizesOf(spec, features);
        var state = parameters * sizeof(float) * (ParameterCopies + (2L * _job.Run.Ranks));
        var activations = batch * values * sizeof(float) * 2;
        return Stage("train", spool + state + activations, $"{ProgressWords.Bytes(spool)} of encoded rows, {ProgressWords.Bytes(state)} of weights and optimiser, {ProgressWords.Bytes(activations)} for a step");
    }

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

    private static StageMemory Stage(string name, long bytes, string words) => new(name, ProgramBytes + bytes, words);

    private long Engine(long wanted) => Math.Min(_engine.MemoryBytes, wanted);

    private long WriterBytes() =>
        ((_engine.OutputQueueBatches + 2) * Math.Min(RowsOfReader, _engine.BatchRows) * _rowBytes) + (Math.Min(RowsOfReader, 2L * _engine.RowGroupRows) * _rowBytes * WriterCopies);

    private static long BytesOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.String => 24,
        ColumnKind.List => 64,
        ColumnKind.Decimal => 16,
        _ => 8,
    };
}

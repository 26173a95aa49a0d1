using Apache.Arrow;
using Millrace.Features.Contracts;
using Millrace.Features.Expressions.Vectors;
using Millrace.Features.Hashing;
using ValueType = Millrace.Features.Expressions.ValueType;

namespace Millrace.Features.Cleaning;

/// <summary>Runs a <see cref="RowStage"/> over batches with its own scratch memory. For one thread at a time.</summary>
public sealed class RowStageWorker : IDisposable
{
    private readonly ScratchPool _pool = new();
    private readonly WorkerCaches _caches = new();
    private readonly RowHasher _hasher = new();
    private readonly RowSelection _selection = new();
    private readonly BatchWriter _writer;
    private readonly bool _keepsConverted;
    private StatisticsCollector _statistics;
    private long[] _hi = [];
    private long[] _lo = [];
    private bool _isDisposed;

    internal RowStageWorker(RowStage stage, bool keepsConverted)
    {
        _keepsConverted = keepsConverted;
        Stage = stage;
        _writer = new BatchWriter(stage);
        _statistics = new StatisticsCollector(stage.Contract);
    }

    /// <summary>The compiled stage.</summary>
    public RowStage Stage { get; }

    /// <summary>Processes one batch. Batches of some 2,000 to 32,000 rows keep the scratch memory in the processor's caches.</summary>
    /// <param name="source">Rows as the engine delivers them; borrowed.</param>
    /// <param name="origin">Where they come from.</param>
    /// <param name="mode">Training or scoring.</param>
    /// <returns>The outcome; belongs to the receiver.</returns>
    public RowStageResult Process(RecordBatch source, RowOrigin origin, RowStageMode mode)
    {
        ArgumentNullException.ThrowIfNull(source);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        try
        {
            var batch = Convert(source);
            foreach (var step in Stage.Plan)
            {
                step.Run(batch, _caches);
            }

            var quarantined = mode == RowStageMode.Training ? batch.Quarantined() : _pool.RentEmptyMask(batch.Rows);
            Grow(batch.Rows);
            _hasher.Hash(batch.Columns, quarantined, _hi.AsSpan(0, batch.Rows), _lo.AsSpan(0, batch.Rows));
            var result = Write(source, batch, quarantined, origin);
            _statistics.Add(batch, quarantined, _hi.AsSpan(0, batch.Rows), _lo.AsSpan(0, batch.Rows));
            Instruments.BatchCleaned(result.Clean.Length, result.Quarantined?.Length ?? 0);
            return result;
        }
        finally
        {
            _pool.Reset();
        }
    }

    /// <summary>Statistics of all batches since the worker was made or since the last call; starts anew from nothing.</summary>
    public RowStageStatistics TakeStatistics()
    {
        var (clean, quarantined) = _hasher.Take();
        var statistics = _statistics.Build(clean, quarantined);
        _statistics = new StatisticsCollector(Stage.Contract);
        return statistics;
    }

    /// <summary>Frees the scratch memory; results given out stay valid.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _hi = _lo = [];
    }

    private StageBatch Convert(RecordBatch source)
    {
        var contract = Stage.Contract.Columns;
        var columns = new Vector[contract.Count];
        var sinks = new FaultSink[contract.Count];
        for (var c = 0; c < columns.Length; c++)
        {
            sinks[c] = new FaultSink(source.Length, _pool);
            columns[c] = Convert(source, c, sinks[c]);
        }

        var batch = new StageBatch(_pool, source.Length, columns, new ulong[]?[columns.Length]);
        for (var c = 0; c < columns.Length; c++)
        {
            for (var kind = FaultKind.Null; sinks[c].Any && kind <= FaultKind.MissingColumn; kind++)
            {
                if (sinks[c].Of(kind) is { } mask)
                {
                    ContractFaults.Record(batch, contract[c], c, kind, mask);
                }
            }
        }

        return batch;
    }

    private Vector Convert(RecordBatch source, int column, FaultSink faults)
    {
        var contract = Stage.Contract.Columns[column];
        var held = ValueType.Of(contract.Type);
        if (Stage.Derived[column])
        {
            return ColumnConverter.Nulls(held, source.Length, _pool);
        }

        var index = source.Schema.GetFieldIndex(contract.SourceName, StringComparer.Ordinal);
        if (index < 0)
        {
            faults.MarkAll(FaultKind.MissingColumn);
            return ColumnConverter.Nulls(held, source.Length, _pool);
        }

        if (SourceReader.Read(source.Column(index).Data, _pool) is not { } delivered)
        {
            faults.MarkAll(FaultKind.WrongType);
            return ColumnConverter.Nulls(held, source.Length, _pool);
        }

        return Stage.Converters[column].Convert(delivered, faults, _pool);
    }

    private void Grow(int rows)
    {
        if (_hi.Length < rows)
        {
            _hi = GC.AllocateUninitializedArray<long>(rows);
            _lo = GC.AllocateUninitializedArray<long>(rows);
        }
    }

    private RowStageResult Write(RecordBatch source, StageBatch batch, ulong[] quarantined, RowOrigin origin)
    {
        var (hi, lo) = (_hi.AsMemory(0, batch.Rows), _lo.AsMemory(0, batch.Rows));
        var kept = _pool.RentMask(batch.Rows);
        BitMask.Not(quarantined, kept, batch.Rows);
        _selection.Select(kept, batch.Rows);
        RecordBatch? clean = null;
        RecordBatch? delivered = null;
        try
        {
            clean = _writer.Clean(batch, _selection, origin, hi, lo);
            if (!BitMask.Any(quarantined, batch.Rows))
            {
                return new RowStageResult(clean, null, null);
            }

            _selection.Select(quarantined, batch.Rows);
            delivered = _writer.Quarantined(source, batch, _selection, origin);
            return new RowStageResult(clean, delivered, _keepsConverted ? _writer.Clean(batch, _selection, origin, hi, lo) : null);
        }
        catch
        {
            clean?.Dispose();
            delivered?.Dispose();
            throw;
        }
    }
}

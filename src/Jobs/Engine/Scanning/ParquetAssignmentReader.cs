using System.Collections.Concurrent;
using DuckDB.NET.Native;
using Millrace.Jobs.Engine.Columns;
using Millrace.Jobs.Engine.DuckDb;

namespace Millrace.Jobs.Engine.Scanning;

/// <summary>
/// Reads neighbouring row groups of a Parquet file through DuckDB. When DuckDB refuses a value, the row group at hand is read again with its text as bytes, from the
/// first row that was not delivered; then DuckDB goes on with the next one. Columns that DuckDB would falsify come from the second reader throughout.
/// Borrows session and pool.
/// </summary>
internal sealed class ParquetAssignmentReader : IAssignmentReader
{
    private static readonly BadRow[] NoBadRows = [];

    private readonly DuckDbSession _session;
    private readonly FilePlan _plan;
    private readonly EngineOptions _options;
    private readonly ConcurrentBag<BatchMemory> _pool;
    private readonly long _endRow;
    private long _nextRow;
    private DuckDbStream? _stream;
    private DuckDBDataChunk? _chunk;
    private int _chunkAt;
    private SecondRead? _second;

    public ParquetAssignmentReader(
        DuckDbSession session, FilePlan plan, ScanAssignment assignment, EngineOptions options, ConcurrentBag<BatchMemory> pool)
    {
        _session = session;
        _plan = plan;
        _options = options;
        _pool = pool;
        _nextRow = assignment.FirstRow;
        _endRow = assignment.FirstRow + assignment.Rows!.Value;
    }

    /// <inheritdoc/>
    public ScannedBatch? Read(CancellationToken cancellationToken)
    {
        if (_nextRow >= _endRow)
        {
            return null;
        }

        if (_plan.NeedsSecondRead && _second is null)
        {
            ReadSecond(withText: false, cancellationToken);
        }

        var memory = Rent();
        try
        {
            var firstRow = _nextRow;
            var rows = Gather(memory.Builders, cancellationToken);
            if (rows > 0)
            {
                return new ScannedBatch(memory.Build(_plan.Names, rows), _plan.File.Ordinal, firstRow, NoBadRows, memory);
            }
        }
        catch
        {
            memory.Dispose();
            throw;
        }

        memory.Dispose();

        // Either a refused row group ended at a batch's end, or DuckDB refused a value before the batch had a row; the builders are others now.
        return Read(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndStream();
        _second = null;
    }

    private BatchMemory Rent()
    {
        if (_second is not { HasText: true } second)
        {
            return BatchMemory.Rent(_pool, _plan.MakeBuilders);
        }

        var builders = _plan.MakeBuilders();
        return BatchMemory.Rent([], () => [.. _plan.Columns.Select((column, i) => column.IsText ? new TextColumn(second.TypeOf(column.Position)) : builders[i])]);
    }

    /// <summary>Fills the builders up to the batch's limits, or to the end of what can be read in one go.</summary>
    private int Gather(IReadOnlyList<ColumnBuilder> builders, CancellationToken cancellationToken)
    {
        using var interrupt = _session.InterruptOn(cancellationToken);
        var rows = 0;
        long variableBytes = 0;
        while (rows < _options.BatchRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_chunk is null && !FetchChunk(cancellationToken))
            {
                return rows;
            }

            var count = Math.Min(ChunkRows(_chunk!) - _chunkAt, _options.BatchRows - rows);
            var bytes = VariableBytes(builders, count);
            if (variableBytes + bytes > _options.BatchBytes && rows > 0)
            {
                return rows;
            }

            while (bytes > _options.BatchBytes && count > 1)
            {
                count /= 2;
                bytes = VariableBytes(builders, count);
            }

            Append(builders, count);
            variableBytes += bytes;
            rows += count;
        }

        return rows;
    }

    /// <summary>Fetches a chunk; false where the batch has to end here.</summary>
    private bool FetchChunk(CancellationToken cancellationToken)
    {
        try
        {
            _stream ??= OpenStream(cancellationToken);
            _chunk = _stream.Fetch(cancellationToken);
            _chunkAt = 0;
        }
        catch (DuckDbException exception) when (exception.Type == DuckDBErrorType.InvalidInput && _second is not { HasText: true } && _plan.NumbersRows && _plan.Columns.Any(column => column.IsText))
        {
            EndStream();
            ReadSecond(withText: true, cancellationToken);
            return false;
        }
        catch (DuckDbException exception) when (exception.Type == DuckDBErrorType.OutOfMemory)
        {
            // The file is sound: nothing of it is to be mended.
            throw new InputReadException(
                _plan.File.Path, RowGroupAt(_nextRow, out _), null, _nextRow, $"{_options.MemoryBytes >> 20} MiB of memory for the engine do not suffice for rows as large as these; raise run.memory", exception);
        }
        catch (DuckDbException exception)
        {
            throw Unreadable($"the engine failed ({exception.Type})");
        }

        if (_chunk is not null)
        {
            CheckRowNumbers(_chunk);
            return true;
        }

        EndStream();
        if (_second is not null && _nextRow == _second.EndRow)
        {
            _second = null;
            return false;
        }

        return _nextRow == _endRow ? false : throw Unreadable($"the file ended before row {_endRow}");
    }

    private DuckDbStream OpenStream(CancellationToken cancellationToken)
    {
        var end = _second?.EndRow ?? _endRow;
        return _session.Stream(_plan.Statement(_nextRow, end - _nextRow, withText: _second is not { HasText: true }), cancellationToken);
    }

    /// <summary>Reads by the other reader what DuckDB cannot deliver of the row group at hand; the scan then goes on to that group's end.</summary>
    private void ReadSecond(bool withText, CancellationToken cancellationToken)
    {
        if (!_plan.NumbersRows)
        {
            throw Unreadable($"a column named {FilePlan.RowNumber} keeps its nanoseconds from being read; rename it");
        }

        var rowGroup = RowGroupAt(_nextRow, out var firstRow);
        try
        {
            _second = SecondRead.ReadAsync(_plan, rowGroup, firstRow, withText, cancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The second reader's words may quote data, so only their kind is passed on.
            throw Unreadable($"neither reader can decode it ({exception.GetType().Name})");
        }
    }

    private long VariableBytes(IReadOnlyList<ColumnBuilder> builders, int count)
    {
        long bytes = 0;
        var vector = 0;
        for (var i = 0; i < builders.Count; i++)
        {
            if (_plan.Columns[i].Expression is null)
            {
                continue;
            }

            if (IsSecond(_plan.Columns[i]))
            {
                bytes += _plan.Columns[i].IsText ? _second!.TextBytes(_plan.Columns[i].Position, _nextRow, count) : 0;
                continue;
            }

            bytes += builders[i].VariableBytes(Vector(vector++), _chunkAt, count);
        }

        return bytes;
    }

    private void Append(IReadOnlyList<ColumnBuilder> builders, int count)
    {
        var vector = 0;
        for (var i = 0; i < builders.Count; i++)
        {
            var column = _plan.Columns[i];
            if (column.Expression is null)
            {
                builders[i].Append(0, 0, count);
            }
            else if (IsSecond(column))
            {
                _second!.Append(builders[i], column.Position, _nextRow, count);
            }
            else
            {
                builders[i].Append(Vector(vector++), _chunkAt, count);
            }
        }

        _nextRow += count;
        _chunkAt += count;
        if (_chunkAt == ChunkRows(_chunk!))
        {
            _chunk!.Dispose();
            _chunk = null;
        }
    }

    private bool IsSecond(ScanColumn column) => column.IsUtcNanoseconds || (column.IsText && _second is { HasText: true });

    private nint Vector(int index) => NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk!, index);

    private static int ChunkRows(DuckDBDataChunk chunk) => checked((int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk));

    /// <summary>DuckDB numbers the rows itself; a row that is not where it should be would end in a wrong row number, so it stops the run.</summary>
    private unsafe void CheckRowNumbers(DuckDBDataChunk chunk)
    {
        if (!_plan.NumbersRows)
        {
            return;
        }

        var rows = ChunkRows(chunk);
        var last = NativeMethods.DataChunks.DuckDBDataChunkGetColumnCount(chunk) - 1;
        var numbers = (long*)NativeMethods.Vectors.DuckDBVectorGetData(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, last));
        if (rows > 0 && (numbers[0] != _nextRow || numbers[rows - 1] != _nextRow + rows - 1))
        {
            throw Unreadable($"the engine delivered row {numbers[0]} instead");
        }
    }

    private int RowGroupAt(long row, out long firstRow)
    {
        firstRow = 0;
        for (var i = 0; i < _plan.File.RowGroups.Count; i++)
        {
            if (row < firstRow + _plan.File.RowGroups[i].Rows)
            {
                return i;
            }

            firstRow += _plan.File.RowGroups[i].Rows;
        }

        return _plan.File.RowGroups.Count - 1;
    }

    private InputReadException Unreadable(string reason) =>
        new(_plan.File.Path, RowGroupAt(_nextRow, out _), null, _nextRow, $"{reason}. Repair the file, or take it out of 'input.files'.");

    private void EndStream()
    {
        _chunk?.Dispose();
        _chunk = null;
        _stream?.Dispose();
        _stream = null;
    }
}

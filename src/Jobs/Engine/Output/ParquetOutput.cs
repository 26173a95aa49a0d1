using System.Globalization;
using System.Threading.Channels;
using Apache.Arrow;
using Apache.Arrow.C;
using DuckDB.NET.Native;
using Millrace.Jobs.Engine.DuckDb;

namespace Millrace.Jobs.Engine.Output;

/// <summary>
/// Writes one Parquet file: batches wait in a bounded queue; a thread of its own runs DuckDB's COPY over them as an Arrow stream, without copying values on
/// the way. Owns its session.
/// </summary>
internal sealed class ParquetOutput : IParquetOutput
{
    private const string ViewName = "millrace_batches";

    // A dictionary is given up when its entries would occur less often than this on average: row hashes and keys are found out early.
    private const int LeastRepeats = 12;

    private readonly DuckDbSession _session;
    private readonly Schema _schema;
    private readonly int _rowGroupRows;
    private readonly OutputFileName _file;
    private readonly Channel<RecordBatch> _queue;
    private readonly CancellationTokenSource _abort = new();
    private readonly Task<long> _writing;
    private bool _completed;

    public ParquetOutput(DuckDbSession session, string path, Schema schema, EngineOptions options, string viewSuffix)
    {
        _session = session;
        _schema = schema;
        _rowGroupRows = options.RowGroupRows;
        _file = new OutputFileName(path);
        _queue = Channel.CreateBounded<RecordBatch>(new BoundedChannelOptions(options.OutputQueueBatches) { SingleReader = true, SingleWriter = true });
        var view = ViewName + viewSuffix;
        _writing = Task.Factory.StartNew(() => Write(view), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public long Rows { get; private set; }

    /// <inheritdoc/>
    public async ValueTask TakeAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var rows = batch.Length;
            await _queue.Writer.WriteAsync(batch, cancellationToken);
            Rows += rows;
        }
        catch (Exception exception)
        {
            batch.Dispose();
            if (exception is ChannelClosedException)
            {
                // The writer closed the queue because it failed; its own exception says why.
                await _writing;
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<WrittenFile> CompleteAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await using var abort = cancellationToken.UnsafeRegister(static state => ((ParquetOutput)state!).Abort(), this);
        long written;
        try
        {
            written = await _writing;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        if (written != Rows)
        {
            throw new OutputWriteException(Path, 0, null, $"{written} rows arrived of the {Rows} that were handed over");
        }

        var file = _file.Commit(Rows);
        _completed = true;
        NativeHeap.Trim();
        return file;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (!_completed)
        {
            Abort();
        }

        try
        {
            await _writing;
        }
        catch (Exception) when (!_completed)
        {
            // Given up on purpose, or already reported by the call that met it.
        }

        while (_queue.Reader.TryRead(out var batch))
        {
            batch.Dispose();
        }

        _file.Remove();
        _session.Dispose();
        _abort.Dispose();
    }

    private void Abort()
    {
        _abort.Cancel();
        NativeMethods.Startup.DuckDBInterrupt(_session.Connection);
    }

    private unsafe long Write(string view)
    {
        var stream = CArrowArrayStream.Create();
        try
        {
            using var batches = new BatchStream(_schema, _queue.Reader, _abort.Token);
            CArrowArrayStreamExporter.ExportArrayStream(batches, stream);
            if (NativeArrow.ArrowScan(_session.Connection, view, stream) != DuckDBState.Success)
            {
                throw new DuckDbException(DuckDBErrorType.Binder, "the batches' schema was refused");
            }

            var options = string.Create(CultureInfo.InvariantCulture, $"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_rowGroupRows}, DICTIONARY_SIZE_LIMIT {_rowGroupRows / LeastRepeats}, USE_TMP_FILE false");
            return _session.Execute($"COPY (SELECT * FROM {view}) TO {DuckDbSession.Text(_file.Temporary)} ({options})", _abort.Token);
        }
        catch (DuckDbException exception)
        {
            throw _file.Failure(exception);
        }
        finally
        {
            _queue.Writer.TryComplete();
            CArrowArrayStream.Free(stream);
        }
    }
}

using System.Threading.Channels;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>
/// The input of one task: read ahead on a thread of its own, at most one batch more than the operator has asked for, so that a partition
/// is never held whole. Spark wraps the columns in one struct; it is taken off here. Dispose ends the reading.
/// </summary>
internal sealed class TaskInput : IAsyncDisposable
{
    private const int BatchesAhead = 1;
    private readonly Channel<RecordBatch> _ahead = Channel.CreateBounded<RecordBatch>(
        new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });

    private readonly ArrowMessageGuard _guard;
    private readonly PeekStream _connection;
    private readonly CancellationTokenSource _stop;
    private readonly Task _reading;

    /// <summary>Starts reading.</summary>
    public TaskInput(PeekStream connection, WorkerOptions options, CancellationToken cancellationToken)
    {
        _connection = connection;
        _guard = new ArrowMessageGuard(connection, options.MaxBatchBytes);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _reading = Task.Factory.StartNew(ReadAheadAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>The batches without their wrapping struct. Each belongs to the caller.</summary>
    public IAsyncEnumerable<RecordBatch> ReadAsync(CancellationToken cancellationToken) => _ahead.Reader.ReadAllAsync(cancellationToken);

    /// <summary>
    /// Reads what the operator left, up to and with Spark's closing mark: the JVM goes on writing, and would take a connection closed
    /// on it for a crash.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await foreach (var left in ReadAsync(cancellationToken))
        {
            left.Dispose();
        }

        var end = new WireReader(_connection, sizeof(int)).ReadInt32();
        if (end != SpecialLength.EndOfStream)
        {
            throw new WorkerProtocolException($"{end} came where the end of the data was due");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_reading.IsCompleted)
        {
            await Drained();
        }
        else
        {
            // The reader may block on a socket that the connection closes right after; it disposes what it holds when it returns.
            _ = _reading.ContinueWith(_ => Drained().AsTask(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        ValueTask Drained()
        {
            while (_ahead.Reader.TryRead(out var left))
            {
                left.Dispose();
            }

            _stop.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private async Task ReadAheadAsync()
    {
        Exception? failure = null;
        try
        {
            using var reader = new ArrowStreamReader(_guard, leaveOpen: true);
            while (reader.ReadNextRecordBatch() is { } wrapped)
            {
                await _ahead.Writer.WriteAsync(Unwrap(wrapped), _stop.Token);
            }

            if (!_guard.Ended)
            {
                throw new WorkerProtocolException("the Arrow stream ended without its closing mark");
            }
        }
        catch (Exception any)
        {
            failure = any is WorkerProtocolException or OperationCanceledException or IOException
                ? any
                : new WorkerProtocolException($"the input is not an Arrow stream as Spark writes it ({any.GetType().Name})");
        }
        finally
        {
            _ahead.Writer.TryComplete(failure);
        }
    }

    private static RecordBatch Unwrap(RecordBatch wrapped)
    {
        if (wrapped.ColumnCount != 1 || wrapped.Column(0) is not StructArray row)
        {
            wrapped.Dispose();
            throw new WorkerProtocolException("the input is not one struct column");
        }

        var schema = new Schema(((StructType)row.Data.DataType).Fields, metadata: null);
        return new RecordBatch(schema, row.Fields, row.Length);
    }
}

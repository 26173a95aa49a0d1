using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;
using Millrace.Spark.Worker.Memory;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>
/// The input of one task: read ahead on a thread of its own, at most one batch more than the operator has asked for, so that a partition
/// is never held whole. While the output is stuck it reads on by some batches. Dispose ends the reading.
/// </summary>
internal sealed class TaskInput : IAsyncDisposable
{
    private const int BatchesAhead = 1;

    // More than a receive buffer holds at most with the kernel's own limits (32 MiB), so that all of it is taken.
    private const long MostBytesBeyond = 48L << 20;
    private const long LeastBytes = 1 << 10;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    // A null says that a group begins. The semaphore bounds what lies here, because the reader's thread may block and a channel's writer may not.
    private readonly Channel<RecordBatch?> _ahead = Channel.CreateUnbounded<RecordBatch?>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim _room = new(BatchesAhead);

    private readonly PeekStream _connection;
    private readonly InputLayout _layout;
    private readonly MemoryAllocator _allocator;
    private readonly long _maxBatchBytes;
    private readonly WriteStall _output;
    private readonly CancellationTokenSource _stop;
    private readonly Task _reading;

    // Batches that were given without room for them; each pays with the room that it would give back.
    private int _beyond;
    private long _bytesBeyond;

    /// <summary>Starts reading.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="layout">How batches follow one another on it.</param>
    /// <param name="memory">Where batches are read to, and the most bytes that one may have.</param>
    /// <param name="output">The task's output, which may be stuck.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public TaskInput(PeekStream connection, InputLayout layout, (MemoryAllocator Allocator, long MaxBatchBytes) memory, WriteStall output, CancellationToken cancellationToken)
    {
        _connection = connection;
        _layout = layout;
        (_allocator, _maxBatchBytes) = memory;
        _output = output;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _reading = Task.Factory.StartNew(ReadAhead, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The batches of an input without groups. Each belongs to the caller.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _ahead.Reader.WaitToReadAsync(cancellationToken))
        {
            if (Take() is { } batch)
            {
                yield return batch;
            }
        }
    }

    /// <summary>The groups, each to be read before the next; what is left of one is dropped.</summary>
    public async IAsyncEnumerable<IAsyncEnumerable<RecordBatch>> ReadGroupsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _ahead.Reader.WaitToReadAsync(cancellationToken))
        {
            if (Take() is { } left)
            {
                left.Dispose();
            }
            else
            {
                yield return ReadGroupAsync(cancellationToken);
            }
        }
    }

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
            Drop();
        }
        else
        {
            // The reader may block on a socket that the connection closes right after; it disposes what it holds when it returns.
            _ = _reading.ContinueWith(_ => Drop(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        void Drop()
        {
            while (_ahead.Reader.TryRead(out var left))
            {
                left?.Dispose();
            }

            _stop.Dispose();
            _room.Dispose();
        }
    }

    private async IAsyncEnumerable<RecordBatch> ReadGroupAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _ahead.Reader.WaitToReadAsync(cancellationToken) && _ahead.Reader.TryPeek(out var next) && next is not null)
        {
            yield return Take()!;
        }
    }

    private RecordBatch? Take()
    {
        _ahead.Reader.TryRead(out var next);
        if (!PayBack())
        {
            _room.Release();
        }

        return next;
    }

    private void ReadAhead()
    {
        Exception? failure = null;
        try
        {
            if (_layout.Framing != InputFraming.StreamPerGroup)
            {
                ReadStream();
            }
            else
            {
                ReadGroupStreams();
            }
        }
        catch (Exception any)
        {
            failure = any is WorkerProtocolException or OperationCanceledException or IOException or MemoryShareException
                ? any
                : new WorkerProtocolException($"the input is not an Arrow stream as Spark writes it ({any.GetType().Name})");
        }
        finally
        {
            _ahead.Writer.TryComplete(failure);
        }
    }

    private void ReadGroupStreams()
    {
        var marks = new WireReader(_connection, sizeof(int));
        while (marks.ReadInt32() is not 0 and var streams)
        {
            if (streams != 1)
            {
                throw new WorkerProtocolException($"a group of {streams} streams came; this worker takes groups of one frame");
            }

            Give(null);
            ReadStream();
        }
    }

    private void ReadStream()
    {
        var guard = new ArrowMessageGuard(_connection, _maxBatchBytes);
        using var reader = new ArrowStreamReader(guard, _allocator, leaveOpen: true);
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            if (_layout.Framing == InputFraming.BatchPerGroup)
            {
                Give(null);
            }

            Give(_layout.Wrapped ? Unwrap(batch) : batch);
        }

        if (!guard.Ended)
        {
            throw new WorkerProtocolException("the Arrow stream ended without its closing mark");
        }
    }

    private bool PayBack()
    {
        while (Volatile.Read(ref _beyond) is > 0 and var beyond)
        {
            if (Interlocked.CompareExchange(ref _beyond, beyond - 1, beyond) == beyond)
            {
                return true;
            }
        }

        return false;
    }

    private void WaitForRoom(long bytes)
    {
        while (!_room.Wait(TimeSpan.Zero, _stop.Token))
        {
            if (_output.IsLong && (_bytesBeyond = Volatile.Read(ref _beyond) == 0 ? 0 : _bytesBeyond) < MostBytesBeyond)
            {
                _bytesBeyond += Math.Max(bytes, LeastBytes);
                Interlocked.Increment(ref _beyond);
                return;
            }

            if (_room.Wait(LookInterval, _stop.Token))
            {
                return;
            }
        }
    }

    private static long BytesOf(ArrayData data) =>
        data.Buffers.Sum(static buffer => (long)buffer.Length) + (data.Children?.Sum(BytesOf) ?? 0) + (data.Dictionary is { } values ? BytesOf(values) : 0);

    private void Give(RecordBatch? batch)
    {
        try
        {
            WaitForRoom(batch?.Arrays.Sum(static array => BytesOf(array.Data)) ?? 0);
        }
        catch
        {
            batch?.Dispose();
            throw;
        }

        _ahead.Writer.TryWrite(batch);
    }

    private static OwnedBatch Unwrap(RecordBatch wrapped)
    {
        if (wrapped.ColumnCount != 1 || wrapped.Column(0) is not StructArray row)
        {
            wrapped.Dispose();
            throw new WorkerProtocolException("the input is not one struct column");
        }

        var schema = new Schema(((StructType)row.Data.DataType).Fields, metadata: null);
        return new OwnedBatch(schema, row.Fields, row.Length, wrapped);
    }
}

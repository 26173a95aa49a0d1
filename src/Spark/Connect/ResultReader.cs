using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Millrace.Spark.Connect;

/// <summary>
/// The results of one operation out of its <see cref="ResultStream"/>: record batches, put together where the server cut them into
/// pieces, and what comes beside them. Owns the stream. Read once, by one caller.
/// </summary>
internal sealed class ResultReader(ConnectClient client, ResultStream stream) : IAsyncDisposable
{
    private readonly List<Protos.ExecutePlanResponse> _commandResults = [];
    private readonly List<Protos.ExecutePlanResponse.Types.ObservedMetrics> _observed = [];
    private readonly List<ReadOnlyMemory<byte>> _chunks = [];
    private long _chunkBytes;
    private long _rows;

    /// <summary>Id of the operation, for interrupts.</summary>
    public string OperationId => stream.OperationId;

    /// <summary>The result's schema, from the first response that carries it.</summary>
    public Protos.DataType? Schema { get; private set; }

    /// <summary>The result's Arrow schema, known after the first batch, even an empty one.</summary>
    public Schema? ArrowSchema { get; private set; }

    /// <summary>Metrics that the plan observed, complete after the last batch.</summary>
    public IReadOnlyList<Protos.ExecutePlanResponse.Types.ObservedMetrics> Observed => _observed;

    /// <summary>Responses of commands, complete after the last batch.</summary>
    public IReadOnlyList<Protos.ExecutePlanResponse> CommandResults => _commandResults;

    /// <summary>Called with each of the server's messages on how far the operation is.</summary>
    public Action<OperationProgress>? Progress { get; init; }

    /// <summary>
    /// The batches, empty ones left out. Each belongs to the receiver; its memory is managed, so disposing it is allowed, not needed.
    /// </summary>
    /// <exception cref="SparkException">The operation failed.</exception>
    /// <exception cref="SparkProtocolException">The server broke its own protocol.</exception>
    public async IAsyncEnumerable<RecordBatch> ReadBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Protos.ExecutePlanResponse response in stream.ReadAsync(cancellationToken))
        {
            if (response.Schema is not null)
            {
                Schema = response.Schema;
            }

            _observed.AddRange(response.ObservedMetrics);
            switch (response.ResponseTypeCase)
            {
                case Protos.ExecutePlanResponse.ResponseTypeOneofCase.ArrowBatch:
                    if (Decode(response.ArrowBatch) is { Length: > 0 } batch)
                    {
                        yield return batch;
                    }

                    break;
                case Protos.ExecutePlanResponse.ResponseTypeOneofCase.ExecutionProgress:
                    Progress?.Invoke(OperationProgress.From(response.ExecutionProgress));
                    break;
                case Protos.ExecutePlanResponse.ResponseTypeOneofCase.None:
                    break;
                default:
                    _commandResults.Add(response);
                    break;
            }
        }

        if (_chunks.Count > 0)
        {
            throw new SparkProtocolException("The server ended the result inside a batch.");
        }
    }

    /// <summary>Runs the operation to its end for its command results; batches are dropped.</summary>
    public async Task<IReadOnlyList<Protos.ExecutePlanResponse>> RunAsync(CancellationToken cancellationToken)
    {
        await foreach (RecordBatch batch in ReadBatchesAsync(cancellationToken))
        {
            batch.Dispose();
        }

        return _commandResults;
    }

    public ValueTask DisposeAsync()
    {
        _chunks.Clear();
        return stream.DisposeAsync();
    }

    private RecordBatch? Decode(Protos.ExecutePlanResponse.Types.ArrowBatch piece)
    {
        if (piece.HasStartOffset && piece.StartOffset != _rows)
        {
            throw new SparkProtocolException($"The server sent the rows from {piece.StartOffset}, but {_rows} was next.");
        }

        if (_chunks.Count > 0 && !(piece.HasNumChunksInBatch && piece.NumChunksInBatch > 1))
        {
            throw new SparkProtocolException($"The server sent a whole batch where piece {_chunks.Count} of another was next.");
        }

        ReadOnlyMemory<byte> bytes = piece.Data.Memory;
        if (piece.HasNumChunksInBatch && piece.NumChunksInBatch > 1)
        {
            if (piece.ChunkIndex != _chunks.Count)
            {
                throw new SparkProtocolException($"The server sent piece {piece.ChunkIndex} of a batch, but {_chunks.Count} was next.");
            }

            _chunkBytes += bytes.Length;
            if (_chunkBytes > client.Options.MaxBatchBytes)
            {
                throw new SparkProtocolException($"A batch of the result is longer than {client.Options.MaxBatchBytes} bytes.");
            }

            _chunks.Add(bytes);
            if (_chunks.Count < piece.NumChunksInBatch)
            {
                return null;
            }

            bytes = Join();
        }

        RecordBatch? batch = Read(bytes);
        if (batch is not null && batch.Length != piece.RowCount)
        {
            throw new SparkProtocolException($"A batch holds {batch.Length} rows, but the server announced {piece.RowCount}.");
        }

        _rows += batch?.Length ?? 0;
        return batch;
    }

    private RecordBatch? Read(ReadOnlyMemory<byte> bytes)
    {
        using var reader = new ArrowStreamReader(bytes);
        RecordBatch? batch = reader.ReadNextRecordBatch();
        ArrowSchema ??= reader.Schema;
        return batch;
    }

    private byte[] Join()
    {
        var whole = new byte[_chunkBytes];
        int position = 0;
        foreach (ReadOnlyMemory<byte> chunk in _chunks)
        {
            chunk.Span.CopyTo(whole.AsSpan(position));
            position += chunk.Length;
        }

        _chunks.Clear();
        _chunkBytes = 0;
        return whole;
    }
}

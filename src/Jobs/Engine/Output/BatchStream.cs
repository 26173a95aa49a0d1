using System.Threading.Channels;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Millrace.Jobs.Engine.Output;

/// <summary>Hands queued batches to DuckDB, which waits for them on the output's own thread.</summary>
internal sealed class BatchStream(Schema schema, ChannelReader<RecordBatch> queue, CancellationToken cancellationToken) : IArrowArrayStream
{
    /// <inheritdoc/>
    public Schema Schema { get; } = schema;

    /// <inheritdoc/>
    public async ValueTask<RecordBatch?> ReadNextRecordBatchAsync(CancellationToken unused = default)
    {
        while (await queue.WaitToReadAsync(cancellationToken))
        {
            if (queue.TryRead(out var batch))
            {
                return batch;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (queue.TryRead(out var batch))
        {
            batch.Dispose();
        }
    }
}

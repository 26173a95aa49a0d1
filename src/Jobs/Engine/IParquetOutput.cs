using Apache.Arrow;

namespace Millrace.Jobs.Engine;

/// <summary>
/// Writes one Parquet file (zstd), on a thread of its own, to a temporary name beside it; only <see cref="CompleteAsync"/> gives it its name.
/// For one producer at a time. Disposing without completing removes what was written.
/// </summary>
internal interface IParquetOutput : IAsyncDisposable
{
    /// <summary>The path that the file will have.</summary>
    string Path { get; }

    /// <summary>Rows handed over so far.</summary>
    long Rows { get; }

    /// <summary>Takes a batch over, also when it throws; waits while the queue is full.</summary>
    /// <exception cref="OutputWriteException">The file cannot be written.</exception>
    ValueTask TakeAsync(RecordBatch batch, CancellationToken cancellationToken);

    /// <summary>Ends the file, flushes it to the disk and renames it. Without any batch the file has the schema and no rows.</summary>
    /// <exception cref="OutputWriteException">The file cannot be written.</exception>
    Task<WrittenFile> CompleteAsync(CancellationToken cancellationToken);
}

namespace Millrace.Jobs.Engine;

/// <summary>Pulls batches. Reading and decoding happen on the calling thread, so give each reader a thread of its own. Owned by its scan.</summary>
internal interface IScanReader
{
    /// <summary>The next batch, which then belongs to the caller; null when no assignment is left.</summary>
    /// <exception cref="Survey.InputChangedException">A file changed or vanished.</exception>
    /// <exception cref="InputReadException">A row group cannot be read.</exception>
    ScannedBatch? Read(CancellationToken cancellationToken);
}

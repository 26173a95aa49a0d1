namespace Millrace.Features.Cleaning.Compiled;

/// <summary>A step ready to run over batches. Immutable and thread-safe; what it must remember lies in the batch or the worker's caches.</summary>
internal abstract class CompiledStep
{
    /// <summary>Runs over a batch.</summary>
    /// <param name="batch">The batch; columns, reasons and changes are updated.</param>
    /// <param name="caches">Values that the worker may keep from batch to batch, never seen in results.</param>
    public abstract void Run(StageBatch batch, WorkerCaches caches);
}

using Apache.Arrow;

namespace Millrace.Features.Cleaning;

/// <summary>Runs a <see cref="RowStage"/> over batches with its own scratch memory. For one thread at a time.</summary>
public sealed class RowStageWorker : IDisposable
{
    internal RowStageWorker(RowStage stage)
    {
        Stage = stage;
    }

    /// <summary>The compiled stage.</summary>
    public RowStage Stage { get; }

    /// <summary>Processes one batch. Batches of some 2,000 to 32,000 rows keep the scratch memory in the processor's caches.</summary>
    /// <param name="source">Rows as the engine delivers them; borrowed.</param>
    /// <param name="origin">Where they come from.</param>
    /// <param name="mode">Training or scoring.</param>
    /// <returns>The outcome; belongs to the receiver.</returns>
    public RowStageResult Process(RecordBatch source, RowOrigin origin, RowStageMode mode) =>
        throw new NotSupportedException("Not built yet.");

    /// <summary>Statistics of all batches since the worker was made or since the last call; starts anew from nothing.</summary>
    public RowStageStatistics TakeStatistics() => throw new NotSupportedException("Not built yet.");

    /// <summary>Frees the scratch memory.</summary>
    public void Dispose()
    {
    }
}

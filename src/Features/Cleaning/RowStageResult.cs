using Apache.Arrow;

namespace Millrace.Features.Cleaning;

/// <summary>What the row stage made of one batch. Owns its batches until they are taken; disposing frees the rest.</summary>
public sealed class RowStageResult : IDisposable
{
    private RecordBatch? _clean;
    private RecordBatch? _quarantined;
    private RecordBatch? _quarantinedConverted;

    internal RowStageResult(RecordBatch clean, RecordBatch? quarantined, RecordBatch? quarantinedConverted)
    {
        _clean = clean;
        _quarantined = quarantined;
        _quarantinedConverted = quarantinedConverted;
    }

    /// <summary>
    /// Clean rows in source order: the contract's columns, then <c>_hash_hi</c>, <c>_hash_lo</c> (int64), <c>_source_file</c> (int32),
    /// <c>_source_row</c> (int64). May have no rows.
    /// </summary>
    public RecordBatch Clean => _clean ?? throw new ObjectDisposedException(nameof(RowStageResult));

    /// <summary>
    /// Quarantined rows in source order: the source's columns as delivered, then <c>_reasons</c> (list of utf8: every reason),
    /// <c>_source_file</c> (utf8, the path), <c>_source_row</c> (int64). Null when there are none.
    /// </summary>
    public RecordBatch? Quarantined => _quarantined;

    /// <summary>The rows of <see cref="Quarantined"/> in the layout of <see cref="Clean"/>, faulted cells null, transforms applied; null where the worker keeps none.</summary>
    public RecordBatch? QuarantinedConverted => _quarantinedConverted;

    /// <summary>Hands <see cref="Clean"/> over to the caller, who disposes it.</summary>
    public RecordBatch TakeClean()
    {
        var taken = Clean;
        _clean = null;
        return taken;
    }

    /// <summary>Hands <see cref="Quarantined"/> over to the caller, who disposes it; null when there is none.</summary>
    public RecordBatch? TakeQuarantined()
    {
        var taken = _quarantined;
        _quarantined = null;
        return taken;
    }

    /// <summary>Hands <see cref="QuarantinedConverted"/> over to the caller, who disposes it; null when there is none.</summary>
    public RecordBatch? TakeQuarantinedConverted()
    {
        var taken = _quarantinedConverted;
        _quarantinedConverted = null;
        return taken;
    }

    /// <summary>Frees the batches that were not taken.</summary>
    public void Dispose()
    {
        _clean?.Dispose();
        _quarantined?.Dispose();
        _quarantinedConverted?.Dispose();
        _clean = _quarantined = _quarantinedConverted = null;
    }
}

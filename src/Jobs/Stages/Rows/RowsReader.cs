using System.Security.Cryptography;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Cleaning;
using Millrace.Features.Hashing;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>
/// One reader's share of the row stage: batch after batch from its scan through the rules into its own output files. For one thread at a time.
/// </summary>
internal sealed class RowsReader(
    RowStage stage, IEngine engine, Snapshot snapshot, RowsFolders folders, RowStageMode mode, int number) : IAsyncDisposable
{
    private readonly RowStageWorker _worker = stage.CreateWorker();
    private readonly int[] _contractColumns = [.. Enumerable.Range(0, stage.Contract.Columns.Count)];
    private readonly RotatingOutput _clean = new(engine, folders.Clean, $"rows-{number:00}");
    private readonly RotatingOutput _converted = new(engine, folders.QuarantinedConverted, $"converted-{number:00}");

    // Files of the input may differ in their columns, and a quarantined row keeps them all as they came: one output a schema.
    private readonly SortedDictionary<string, RotatingOutput> _quarantined = new(StringComparer.Ordinal);

    /// <summary>Rows that could not be cut into columns, per reason.</summary>
    public SortedDictionary<string, long> BadRows { get; } = new(StringComparer.Ordinal);

    /// <summary>Hash of the quarantined rows so far.</summary>
    public ContentHash QuarantineContent { get; private set; }

    /// <summary>What the rules did; valid after <see cref="RunAsync"/>.</summary>
    public RowStageStatistics Statistics { get; private set; } = RowStageStatistics.Empty;

    /// <summary>Reads to the end and finishes the files.</summary>
    /// <param name="reader">The scan.</param>
    /// <param name="visitClean">Sees every clean batch before it is written; borrows it.</param>
    /// <param name="progressed">Told the rows of each batch.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async Task RunAsync(
        IScanReader reader, Action<RecordBatch> visitClean, Action<long> progressed, CancellationToken cancellationToken)
    {
        while (reader.Read(cancellationToken) is { } scanned)
        {
            using (scanned)
            {
                await ProcessAsync(scanned, visitClean, cancellationToken);
                progressed(scanned.Rows.Length + scanned.BadRows.Count);
            }
        }

        Statistics = _worker.TakeStatistics();
        await _clean.CompleteAsync(cancellationToken);
        await _converted.CompleteAsync(cancellationToken);
        foreach (var output in _quarantined.Values)
        {
            await output.CompleteAsync(cancellationToken);
        }
    }

    public IEnumerable<WrittenFile> CleanFiles => _clean.Files;

    public IEnumerable<WrittenFile> ConvertedFiles => _converted.Files;

    public IEnumerable<WrittenFile> QuarantinedFiles => _quarantined.Values.SelectMany(output => output.Files);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _worker.Dispose();
        await _clean.DisposeAsync();
        await _converted.DisposeAsync();
        foreach (var output in _quarantined.Values)
        {
            await output.DisposeAsync();
        }
    }

    private async Task ProcessAsync(ScannedBatch scanned, Action<RecordBatch> visitClean, CancellationToken cancellationToken)
    {
        var file = snapshot.Files[scanned.FileOrdinal];
        var origin = new RowOrigin { FileOrdinal = scanned.FileOrdinal, Path = file.Path, FirstRow = scanned.FirstRow };
        if (scanned.Rows.Length > 0)
        {
            using var result = _worker.Process(scanned.Rows, origin, mode);
            visitClean(result.Clean);
            await _clean.TakeAsync(result.TakeClean(), cancellationToken);
            if (result.TakeQuarantined() is { } quarantined)
            {
                await QuarantineAsync(quarantined, cancellationToken);
            }

            if (result.TakeQuarantinedConverted() is { } converted)
            {
                QuarantineContent = ContentHash.Merge(QuarantineContent, RowIdentity.ComputeContent(converted, _contractColumns));
                await _converted.TakeAsync(converted, cancellationToken);
            }
        }

        if (scanned.BadRows.Count > 0)
        {
            foreach (var bad in scanned.BadRows)
            {
                BadRows[bad.Reason] = BadRows.GetValueOrDefault(bad.Reason) + 1;
                QuarantineContent = ContentHash.Merge(QuarantineContent, ContentHash.OfDigest(SHA256.HashData(bad.Raw.Span)));
            }

            await QuarantineAsync(BadRowBatch.Of(scanned.BadRows, file.Path), cancellationToken);
        }
    }

    private async Task QuarantineAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        var signature = string.Join(';', batch.Schema.FieldsList.Select(field => $"{field.Name}:{Describe(field.DataType)}"));
        if (!_quarantined.TryGetValue(signature, out var output))
        {
            output = new RotatingOutput(engine, folders.Quarantine, $"quarantine-{number:00}-{_quarantined.Count:00}");
            _quarantined.Add(signature, output);
        }

        await output.TakeAsync(batch, cancellationToken);
    }

    private static string Describe(IArrowType type) => type switch
    {
        TimestampType timestamp => $"{timestamp.Name}[{timestamp.Unit},{timestamp.Timezone}]",
        Decimal128Type number => $"{number.Name}({number.Precision},{number.Scale})",
        NestedType nested => $"{nested.Name}<{string.Join(',', nested.Fields.Select(field => $"{field.Name}:{Describe(field.DataType)}"))}>",
        _ => type.Name,
    };
}

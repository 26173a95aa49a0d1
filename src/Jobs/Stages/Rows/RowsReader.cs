using System.Security.Cryptography;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Cleaning;
using Millrace.Features.Hashing;
using Millrace.Features.Statistics;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>
/// One reader's share of the row stage: batch after batch from its scan through the rules into its own output files. For one thread at a time.
/// </summary>
internal sealed class RowsReader(RowStage stage, RowShare share, RowStageMode mode, TableProfile? profile, bool keepsConverted) : IAsyncDisposable
{
    private readonly RowStageWorker _worker = stage.CreateWorker(keepsConverted);
    private readonly RotatingOutput _clean = new(share, RowsFiles.Clean, "rows");
    private readonly RotatingOutput _converted = new(share, RowsFiles.Converted, "converted");

    // Files of the input may differ in their columns, and a quarantined row keeps them all as they came: one output a schema.
    private readonly SortedDictionary<string, RotatingOutput> _quarantined = new(StringComparer.Ordinal);

    private readonly SortedDictionary<string, long> _badRows = new(StringComparer.Ordinal);
    private ContentHash _badContent;

    /// <summary>Reads to the end, finishes the files and gives what was counted.</summary>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async Task<RowsStatistics> RunAsync(CancellationToken cancellationToken)
    {
        while (share.Rows.Read(cancellationToken) is { } scanned)
        {
            using (scanned)
            {
                await ProcessAsync(scanned, cancellationToken);
                share.Progressed(scanned.Rows.Length + scanned.BadRows.Count);
            }
        }

        await Task.WhenAll(
            [_clean.CompleteAsync(cancellationToken), _converted.CompleteAsync(cancellationToken), .. _quarantined.Values.Select(output => output.CompleteAsync(cancellationToken))]);

        var rows = _worker.TakeStatistics();
        return new RowsStatistics
        {
            Rows = rows,
            BadRows = _badRows,
            QuarantineContent = ContentHash.Merge(rows.QuarantinedContent, _badContent),
            Profile = profile,
        };
    }

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

    private async Task ProcessAsync(ScannedBatch scanned, CancellationToken cancellationToken)
    {
        var file = share.Snapshot.Files[scanned.FileOrdinal];
        var origin = new RowOrigin { FileOrdinal = scanned.FileOrdinal, Path = file.Path, FirstRow = scanned.FirstRow };
        if (scanned.Rows.Length > 0)
        {
            using var result = _worker.Process(scanned.Rows, origin, mode);
            profile?.Add(result.Clean);
            await _clean.TakeAsync(result.TakeClean(), cancellationToken);
            if (result.TakeQuarantined() is { } quarantined)
            {
                await QuarantineAsync(quarantined, cancellationToken);
            }

            if (result.TakeQuarantinedConverted() is { } converted)
            {
                await _converted.TakeAsync(converted, cancellationToken);
            }
        }

        if (scanned.BadRows.Count > 0)
        {
            foreach (var bad in scanned.BadRows)
            {
                _badRows[bad.Reason] = _badRows.GetValueOrDefault(bad.Reason) + 1;
                _badContent = ContentHash.Merge(_badContent, ContentHash.OfDigest(SHA256.HashData(bad.Raw.Span)));
            }

            await QuarantineAsync(BadRowBatch.Of(scanned.BadRows, file.Path), cancellationToken);
        }
    }

    private async Task QuarantineAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        var signature = string.Join(';', batch.Schema.FieldsList.Select(field => $"{field.Name}:{Describe(field.DataType)}"));
        if (!_quarantined.TryGetValue(signature, out var output))
        {
            output = new RotatingOutput(share, RowsFiles.Quarantine, $"quarantine-{_quarantined.Count:00}");
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

using System.Collections.Immutable;
using Millrace.Features.Contracts;
using Millrace.Features.Expressions.Vectors;
using Millrace.Features.Hashing;

namespace Millrace.Features.Cleaning;

/// <summary>Adds up the statistics of a worker's batches. For one thread at a time.</summary>
internal sealed class StatisticsCollector(TableContract contract)
{
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuleCounts> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Step, int Column), ChangeCollector> _changes = [];
    private long _rowsRead;
    private long _rowsQuarantined;

    /// <summary>Adds a batch that has been through all steps.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="quarantined">Rows that leave the clean rows.</param>
    /// <param name="hi">Upper halves of the row hashes.</param>
    /// <param name="lo">Lower halves of the row hashes.</param>
    public void Add(StageBatch batch, ulong[] quarantined, ReadOnlySpan<long> hi, ReadOnlySpan<long> lo)
    {
        _rowsRead += batch.Rows;
        _rowsQuarantined += BitMask.Count(quarantined, batch.Rows);
        foreach (var (reason, rows) in batch.Reasons)
        {
            _reasons[reason] = _reasons.GetValueOrDefault(reason) + BitMask.Count(rows, batch.Rows);
        }

        foreach (var (reason, cells) in batch.Faults)
        {
            _faults[reason] = _faults.GetValueOrDefault(reason) + cells;
        }

        foreach (var (rule, counts) in batch.Rules)
        {
            _rules[rule] = _rules.GetValueOrDefault(rule) + counts;
        }

        AddChanges(batch, quarantined, hi, lo);
    }

    /// <summary>The statistics of everything added.</summary>
    public RowStageStatistics Build(ContentHash clean, ContentHash quarantined) => new()
    {
        RowsRead = _rowsRead,
        RowsClean = _rowsRead - _rowsQuarantined,
        RowsQuarantined = _rowsQuarantined,
        CleanContent = clean,
        QuarantinedContent = quarantined,
        Reasons = _reasons.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Faults = _faults.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Rules = _rules.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Changes = _changes.Values.Select(collector => collector.Build())
            .ToImmutableSortedDictionary(log => $"{log.Step}/{log.Column}", log => log, StringComparer.Ordinal),
    };

    private void AddChanges(StageBatch batch, ulong[] quarantined, ReadOnlySpan<long> hi, ReadOnlySpan<long> lo)
    {
        foreach (var (step, column, changed, before, after) in batch.Changes)
        {
            var kept = batch.Pool.RentMask(batch.Rows);
            BitMask.AndNot(changed, quarantined, kept, batch.Rows);
            if (!BitMask.Any(kept, batch.Rows))
            {
                continue;
            }

            if (!_changes.TryGetValue((step, column), out var collector))
            {
                var target = contract.Columns[column];
                _changes[(step, column)] = collector = new ChangeCollector(step, target.Name, target.Personal);
            }

            collector.Add(kept, before, after, hi, lo);
        }
    }
}

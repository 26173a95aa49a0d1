using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning;

/// <summary>One batch on its way through the row stage: its columns as they stand, and what was found so far. For one thread at a time.</summary>
internal sealed class StageBatch(ScratchPool pool, int rows, Vector[] columns, ulong[]?[] faulted)
{
    public ScratchPool Pool => pool;

    public int Rows => rows;

    /// <summary>The contract's columns as the steps so far have left them.</summary>
    public Vector[] Columns => columns;

    /// <summary>Per column the rows whose cell did not fit the contract; null when there are none.</summary>
    public ulong[]?[] Faulted => faulted;

    /// <summary>What expressions see.</summary>
    public EvaluationContext Context { get; } = new(pool, rows, columns);

    /// <summary>Reasons for quarantine with their rows, in the order found.</summary>
    public List<(string Reason, ulong[] Rows)> Reasons { get; } = [];

    /// <summary>Cells against the contract: reason and count.</summary>
    public List<(string Reason, long Cells)> Faults { get; } = [];

    /// <summary>Outcomes of rules.</summary>
    public List<(string Rule, RuleCounts Counts)> Rules { get; } = [];

    /// <summary>Changed cells: step, column, rows, column before, column after.</summary>
    public List<(string Step, int Column, ulong[] Rows, Vector Before, Vector After)> Changes { get; } = [];

    /// <summary>Adds a reason if it has any row.</summary>
    public void AddReason(string reason, ulong[] failed)
    {
        if (BitMask.Any(failed, rows))
        {
            Reasons.Add((reason, failed));
        }
    }

    /// <summary>Puts a changed column in place if any of its rows did change.</summary>
    public void Change(string step, int column, ulong[] changed, Vector after)
    {
        if (BitMask.Any(changed, rows))
        {
            Changes.Add((step, column, changed, columns[column], after));
            columns[column] = after;
        }
    }

    /// <summary>All rows that have a reason.</summary>
    public ulong[] Quarantined()
    {
        var quarantined = pool.RentEmptyMask(rows);
        foreach (var (_, failed) in Reasons)
        {
            BitMask.Or(quarantined, failed, quarantined, rows);
        }

        return quarantined;
    }
}

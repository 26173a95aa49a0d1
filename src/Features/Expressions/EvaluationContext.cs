using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions;

/// <summary>What an expression sees while it runs over a batch. For one thread at a time.</summary>
internal sealed class EvaluationContext(ScratchPool pool, int rows, Vector[] columns)
{
    private ulong[]? _noResult;

    public ScratchPool Pool => pool;

    public int Rows => rows;

    /// <summary>The contract's columns as the steps so far have left them.</summary>
    public Vector[] Columns => columns;

    /// <summary>Rows for which some function had no result; null when there are none.</summary>
    public ulong[]? NoResult => _noResult;

    /// <summary>Forgets earlier rows without result, before the next expression.</summary>
    public void Begin() => _noResult = null;

    /// <summary>Notes that a function has no result for a row; the value there is null.</summary>
    public void MarkNoResult(int row) => BitMask.Set(_noResult ??= pool.RentEmptyMask(rows), row);

    /// <summary>Notes that a function of constants has no result.</summary>
    public void MarkAllNoResult() => BitMask.Fill(_noResult ??= pool.RentEmptyMask(rows), rows);
}

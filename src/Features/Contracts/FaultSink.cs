using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Contracts;

/// <summary>The faults of one column in one batch: a mask of rows per kind of fault. For one thread at a time.</summary>
internal sealed class FaultSink(int rows, ScratchPool pool)
{
    private readonly ulong[]?[] _masks = new ulong[]?[FaultNames.Count];

    public int Rows => rows;

    public bool Any { get; private set; }

    public void Mark(FaultKind kind, int row)
    {
        Any = true;
        BitMask.Set(_masks[(int)kind] ??= pool.RentEmptyMask(rows), row);
    }

    /// <summary>Marks every row.</summary>
    public void MarkAll(FaultKind kind)
    {
        Any |= rows > 0;
        BitMask.Fill(_masks[(int)kind] ??= pool.RentEmptyMask(rows), rows);
    }

    /// <summary>The rows with a kind of fault; null when there are none.</summary>
    public ulong[]? Of(FaultKind kind) => _masks[(int)kind];

    /// <summary>All rows that are marked.</summary>
    public ulong[] Union()
    {
        var union = pool.RentEmptyMask(rows);
        foreach (var mask in _masks)
        {
            if (mask is not null)
            {
                BitMask.Or(union, mask, union, rows);
            }
        }

        return union;
    }
}

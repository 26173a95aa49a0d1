using Millrace.Features.Expressions;

namespace Millrace.Features.Cleaning;

/// <summary>Rows of a batch as runs of neighbours. For one thread at a time; reused from batch to batch.</summary>
internal sealed class RowSelection
{
    private readonly List<(int Start, int Length)> _runs = [];

    /// <summary>Runs in ascending order.</summary>
    public IReadOnlyList<(int Start, int Length)> Runs => _runs;

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Selects the rows of a mask.</summary>
    public void Select(ReadOnlySpan<ulong> mask, int rows)
    {
        _runs.Clear();
        Count = 0;
        for (var start = BitMask.Next(mask, 0, rows); start < rows;)
        {
            var end = BitMask.NextClear(mask, start, rows);
            Add(start, end - start);
            start = BitMask.Next(mask, end, rows);
        }
    }

    /// <summary>Selects what the elements of selected lists cover.</summary>
    public void SelectElements(RowSelection lists, ReadOnlySpan<int> offsets)
    {
        _runs.Clear();
        Count = 0;
        foreach (var (start, length) in lists.Runs)
        {
            Add(offsets[start], offsets[start + length] - offsets[start]);
        }
    }

    private void Add(int start, int length)
    {
        if (length > 0)
        {
            _runs.Add((start, length));
            Count = checked(Count + length);
        }
    }
}

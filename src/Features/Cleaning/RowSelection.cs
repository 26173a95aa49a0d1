using System.Runtime.InteropServices;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning;

/// <summary>Rows of a batch as runs of neighbours. For one thread at a time; reused from batch to batch.</summary>
internal sealed class RowSelection
{
    private readonly List<(int Start, int Length)> _runs = [];
    private ulong[] _mask = [];
    private int _words;

    /// <summary>Runs in ascending order.</summary>
    public ReadOnlySpan<(int Start, int Length)> Runs => CollectionsMarshal.AsSpan(_runs);

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The rows as a mask; empty where they were not selected by one.</summary>
    public ReadOnlySpan<ulong> Mask => _mask.AsSpan(0, _words);

    /// <summary>Whether the runs are so short that their number counts more than their rows.</summary>
    public bool AreShort => _words > 0 && Count < _runs.Count * 64L;

    /// <summary>Selects the rows of a mask.</summary>
    public void Select(ReadOnlySpan<ulong> mask, int rows)
    {
        _words = BitMask.Words(rows);
        if (_mask.Length < _words)
        {
            _mask = new ulong[_words];
        }

        mask[.._words].CopyTo(_mask);
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
        _words = 0;
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

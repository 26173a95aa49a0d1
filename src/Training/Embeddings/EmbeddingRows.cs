namespace Millrace.Training.Embeddings;

/// <summary>A set of rows of the embedding tables that is filled and emptied step by step without allocating. Not thread-safe.</summary>
internal sealed class EmbeddingRows(EmbeddingTables tables)
{
    private readonly ulong[] _bits = new ulong[(tables.Rows + 63) / 64];
    private int[] _rows = new int[256];
    private bool _isSorted = true;

    /// <summary>The tables.</summary>
    public EmbeddingTables Tables { get; } = tables;

    /// <summary>Rows in the set.</summary>
    public int Count { get; private set; }

    /// <summary>The rows in ascending order, until the set changes.</summary>
    public ReadOnlySpan<int> Sorted
    {
        get
        {
            var rows = _rows.AsSpan(0, Count);
            if (!_isSorted)
            {
                rows.Sort();
                _isSorted = true;
            }

            return rows;
        }
    }

    /// <summary>Adds a row, unless it is there.</summary>
    public void Add(int row)
    {
        var bit = 1UL << row;
        if ((_bits[row >> 6] & bit) != 0)
        {
            return;
        }

        _bits[row >> 6] |= bit;
        if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, 2 * Count);
        }

        _rows[Count++] = row;
        _isSorted = false;
    }

    /// <summary>Takes every row out.</summary>
    public void Clear()
    {
        foreach (var row in _rows.AsSpan(0, Count))
        {
            _bits[row >> 6] = 0;
        }

        Count = 0;
        _isSorted = true;
    }
}

using Millrace.Training.Collectives;

namespace Millrace.Training.Embeddings;

/// <summary>
/// Sums the gradients of embedding rows over ranks: first the ranks learn which rows any of them touched, then they add those rows in the tree. A row that a
/// rank did not touch is +0 there, as it would be in a sum of whole tables, so the bytes are the same.
/// </summary>
/// <remarks>One rank's and one thread's. Its buffers grow to the largest step and stay.</remarks>
internal sealed class EmbeddingExchange(ICollective collective, EmbeddingTables tables)
{
    private readonly double[] _counts = new double[collective.Ranks];
    private readonly EmbeddingRows _touched = new(tables);
    private double[] _numbers = [];
    private float[] _values = [];

    /// <summary>Replaces the touched rows of <paramref name="gradient"/> by their sums over ranks; gives the rows that any rank touched.</summary>
    /// <param name="own">The rows that this rank touched.</param>
    /// <param name="gradient">The flat gradient; rows that this rank did not touch are zero.</param>
    /// <param name="step">The step.</param>
    public EmbeddingRows Sum(EmbeddingRows own, Span<float> gradient, long step)
    {
        if (collective.Ranks == 1)
        {
            return own;
        }

        FillUnion(own, step);
        if (_touched.Count == 0)
        {
            return _touched;
        }

        var values = Values(_touched.Sorted, gradient);
        collective.AllReduce(values, step);
        var at = 0;
        foreach (var row in _touched.Sorted)
        {
            var (offset, columns) = tables.Place(row);
            values.Slice(at, columns).CopyTo(gradient[offset..]);
            at += columns;
        }

        return _touched;
    }

    private void FillUnion(EmbeddingRows own, long step)
    {
        Array.Clear(_counts);
        _counts[collective.Rank] = own.Count;
        collective.AllReduce(_counts, step);
        var (all, first) = (0, 0);
        for (var rank = 0; rank < _counts.Length; rank++)
        {
            first = rank == collective.Rank ? all : first;
            all = checked(all + (int)_counts[rank]);
        }

        _touched.Clear();
        if (all == 0)
        {
            return;
        }

        // Row numbers are below 2^31, so float64 holds them; every place has one rank's number and zeros.
        var numbers = Grown(ref _numbers, all);
        numbers.Clear();
        foreach (var row in own.Sorted)
        {
            numbers[first++] = row;
        }

        collective.AllReduce(numbers, step);
        foreach (var number in numbers)
        {
            _touched.Add((int)number);
        }
    }

    private Span<float> Values(ReadOnlySpan<int> rows, ReadOnlySpan<float> gradient)
    {
        var count = 0;
        foreach (var row in rows)
        {
            count = checked(count + tables.Place(row).Columns);
        }

        var values = Grown(ref _values, count);
        var at = 0;
        foreach (var row in rows)
        {
            var (offset, columns) = tables.Place(row);
            gradient.Slice(offset, columns).CopyTo(values[at..]);
            at += columns;
        }

        return values;
    }

    private static Span<T> Grown<T>(ref T[] buffer, int count)
    {
        if (buffer.Length < count)
        {
            buffer = new T[Math.Max(count, 2 * buffer.Length)];
        }

        return buffer.AsSpan(0, count);
    }
}

using Millrace.Training.Kernels;
using Millrace.Training.Kernels.Updates;
using Millrace.Training.Optimizers;

namespace Millrace.Training.Embeddings;

/// <summary>
/// The optimiser's steps for embedding tables, row by row. In the dense meaning a row that a step did not touch still decays, and its moments move; these steps are
/// made up for, one after the other and so to the same bytes, before the row is read or touched again. Where rows are lazy they are not made up for.
/// </summary>
/// <remarks>
/// Between two calls of <see cref="CatchUpAll"/> the factors of every step are kept: as many as an epoch has steps. Elements are updated one by one, so rows may be taken alone or
/// together. One rank's and one thread's.
/// </remarks>
internal sealed unsafe class EmbeddingUpdates
{
    /// <summary>Elements that are taken through the missed steps together: their weights and states stay in the first cache.</summary>
    private const int BlockElements = 2048;

    private readonly EmbeddingTables _tables;
    private readonly Optimizer _optimizer;
    private readonly int[] _made;
    private readonly List<UpdateFactors> _missed = [];
    private readonly AlignedBuffer _zeros = new(BlockElements);
    private readonly bool _isLazy;

    public EmbeddingUpdates(EmbeddingTables tables, Optimizer optimizer)
    {
        (_tables, _optimizer, _isLazy) = (tables, optimizer, optimizer.IsLazy);
        _made = new int[_isLazy ? 0 : tables.Rows];
    }

    /// <summary>Makes up for the steps that these rows missed: before they are read.</summary>
    public void CatchUp(ReadOnlySpan<int> rows, Span<float> parameters, OptimizerState state)
    {
        if (_isLazy || _missed.Count == 0)
        {
            return;
        }

        foreach (var row in rows)
        {
            var (offset, columns) = _tables.Place(row);
            CatchUp(row, row + 1, offset, columns, parameters, state);
        }
    }

    /// <summary>Makes up for all missed steps of all rows: before the whole of weights or state is read.</summary>
    public void CatchUpAll(Span<float> parameters, OptimizerState state)
    {
        if (_isLazy || _missed.Count == 0)
        {
            return;
        }

        for (int first = 0, end; first < _tables.Rows; first = end)
        {
            var (offset, columns) = _tables.Place(first);
            var most = Math.Max(1, BlockElements / columns);
            for (end = first + 1; end < _tables.Rows && end - first < most && Follows(first, end, offset, columns); end++)
            {
            }

            CatchUp(first, end, offset, columns, parameters, state);
        }

        _missed.Clear();
        Array.Clear(_made);
    }

    /// <summary>The step of the rows that it touched; <c>state.Steps</c> counts it already.</summary>
    public void Step(ReadOnlySpan<int> rows, Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, in UpdateFactors factors)
    {
        CatchUp(rows, parameters, state);
        foreach (var row in rows)
        {
            var (offset, columns) = _tables.Place(row);
            _optimizer.UpdateRange(factors, parameters, gradient.Slice(offset, columns), state, offset);
        }

        if (_isLazy)
        {
            return;
        }

        _missed.Add(factors);
        foreach (var row in rows)
        {
            _made[row] = _missed.Count;
        }
    }

    /// <summary>Whether a row lies behind the rows from <paramref name="first"/> on in the same table, and has missed as much.</summary>
    private bool Follows(int first, int row, int offset, int columns) =>
        _made[row] == _made[first] && _tables.Place(row) == (offset + ((row - first) * columns), columns);

    private void CatchUp(int first, int end, int offset, int columns, Span<float> parameters, OptimizerState state)
    {
        var made = _made[first];
        _made.AsSpan(first, end - first).Fill(_missed.Count);
        var count = (end - first) * columns;
        if (made == _missed.Count || (_optimizer.RestsAtZero && IsAtRest(offset, count, parameters, state)))
        {
            return;
        }

        for (var at = 0; at < count; at += BlockElements)
        {
            var elements = Math.Min(BlockElements, count - at);
            for (var step = made; step < _missed.Count; step++)
            {
                _optimizer.UpdateRange(_missed[step], parameters, _zeros.Span[..elements], state, offset + at);
            }
        }
    }

    /// <summary>Rows that were never touched: nothing moves while there is no gradient.</summary>
    private static bool IsAtRest(int offset, int count, ReadOnlySpan<float> parameters, OptimizerState state) =>
        IsZero(state.First, offset, count) && IsZero(state.Second, offset, count)
        && (state.Averages.Length == 0 || parameters.Slice(offset, count).SequenceEqual(state.Averages.AsSpan(offset, count)));

    private static bool IsZero(float[] values, int offset, int count) => values.Length == 0 || !values.AsSpan(offset, count).ContainsAnyExcept(0f);
}

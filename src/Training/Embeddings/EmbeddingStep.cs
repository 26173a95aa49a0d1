using Millrace.Training.Collectives;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;

namespace Millrace.Training.Embeddings;

/// <summary>
/// What a rank's step does about embedding tables that are treated row by row: catches up the rows that the forward pass reads, sums the gradients of touched rows over
/// ranks, updates them. One rank's and one thread's.
/// </summary>
internal sealed class EmbeddingStep
{
    private readonly EmbeddingTables _tables;
    private readonly EmbeddingRows _read;
    private readonly EmbeddingRows _touched;
    private readonly EmbeddingExchange _exchange;
    private readonly EmbeddingUpdates _updates;
    private readonly Optimizer _optimizer;
    private EmbeddingRows _summed;

    private EmbeddingStep(EmbeddingRows touched, ICollective collective, Optimizer optimizer)
    {
        _tables = touched.Tables;
        _touched = _summed = touched;
        _optimizer = optimizer;
        _read = new EmbeddingRows(_tables);
        _exchange = new EmbeddingExchange(collective, _tables);
        _updates = new EmbeddingUpdates(_tables, optimizer);
    }

    /// <summary>Where other parameters than tables begin.</summary>
    public int Elements => _tables.Elements;

    /// <summary>For a workspace that notes touched rows; null for one that does not.</summary>
    public static EmbeddingStep? For(NetworkWorkspace workspace, ICollective collective, Optimizer optimizer) =>
        workspace.TouchedRows is { } touched ? new EmbeddingStep(touched, collective, optimizer) : null;

    /// <summary>Before the forward pass: brings the rows that it may read up to date. Any row may be replaced by the unknown entry.</summary>
    public void Prepare(ReadOnlySpan<int> categories, Span<float> parameters, OptimizerState state)
    {
        _read.Clear();
        for (var table = 0; table < _tables.Count; table++)
        {
            _read.Add(_tables.RowOf(table, 0));
            for (var at = table; at < categories.Length; at += _tables.Count)
            {
                // One outside its table is refused by the forward pass, with the column's name.
                if ((uint)categories[at] < (uint)_tables.RowsOf(table))
                {
                    _read.Add(_tables.RowOf(table, categories[at]));
                }
            }
        }

        _updates.CatchUp(_read.Sorted, parameters, state);
    }

    /// <summary>Sums the gradient over ranks: touched rows, then all that stands behind the tables.</summary>
    public void Sum(ICollective collective, Span<float> gradient, long step)
    {
        _summed = _exchange.Sum(_touched, gradient, step);
        collective.AllReduce(gradient[_tables.Elements..], step);
    }

    /// <summary>Divides the gradient by the weight of all rows and gives the norm of the finished vector.</summary>
    public double DivideAndNorm(Span<float> gradient, double weight)
    {
        Divide(gradient, weight);
        return Norm(gradient);
    }

    /// <summary>What no rank touched is zero and stays so.</summary>
    private void Divide(Span<float> gradient, double weight)
    {
        foreach (var row in _summed.Sorted)
        {
            var (offset, columns) = _tables.Place(row);
            _optimizer.Divide(gradient.Slice(offset, columns), weight);
        }

        _optimizer.Divide(gradient[_tables.Elements..], weight);
    }

    /// <summary>The norm of the whole gradient, to the same bytes: blocks of zeros add nothing and are passed over.</summary>
    private double Norm(ReadOnlySpan<float> gradient)
    {
        var (sum, next) = (0.0, 0);
        var mixed = _tables.Elements / Optimizer.NormBlock * Optimizer.NormBlock;
        foreach (var row in _summed.Sorted)
        {
            var (offset, columns) = _tables.Place(row);
            for (var block = Math.Max(next, offset / Optimizer.NormBlock * Optimizer.NormBlock); block < Math.Min(mixed, offset + columns); block += Optimizer.NormBlock)
            {
                sum += _optimizer.SumOfBlock(gradient, block);
                next = block + Optimizer.NormBlock;
            }
        }

        for (var block = mixed; block < gradient.Length; block += Optimizer.NormBlock)
        {
            sum += _optimizer.SumOfBlock(gradient, block);
        }

        return Math.Sqrt(sum);
    }

    /// <summary>The optimiser's step on the tables; <c>state.Steps</c> counts it already.</summary>
    public void Apply(Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, double rate, double clipFactor) =>
        _updates.Step(_summed.Sorted, parameters, gradient, state, _optimizer.EmbeddingFactors(state.Steps, rate, clipFactor));

    /// <summary>After a step: leaves the tables' gradient zero, as the next step expects it.</summary>
    public void Clear(Span<float> gradient)
    {
        foreach (var row in _summed.Sorted)
        {
            var (offset, columns) = _tables.Place(row);
            gradient.Slice(offset, columns).Clear();
        }
    }

    /// <summary>Brings every row up to date: before weights or state are read as a whole.</summary>
    public void CatchUpAll(Span<float> parameters, OptimizerState state) => _updates.CatchUpAll(parameters, state);
}

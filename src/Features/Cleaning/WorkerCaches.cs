using Millrace.Features.Cleaning.Compiled;

namespace Millrace.Features.Cleaning;

/// <summary>Memory of a worker from batch to batch: only what follows from the plan alone, so that results do not depend on it.</summary>
internal sealed class WorkerCaches
{
    private const int MaxEntries = 10_000;

    private readonly Dictionary<CompiledStep, Dictionary<string, int>> _nearest = [];
    private readonly Dictionary<CompiledStep, RewriteCache> _rewrites = [];
    private byte[]?[] _rows = [];

    /// <summary>One slot a row, all null; to be used by one step at a time.</summary>
    public byte[]?[] RewrittenRows(int rows)
    {
        if (_rows.Length < rows)
        {
            _rows = new byte[]?[rows];
        }

        Array.Clear(_rows, 0, rows);
        return _rows;
    }

    /// <summary>Texts that a step has rewritten.</summary>
    public RewriteCache Rewrites(CompiledStep step)
    {
        if (!_rewrites.TryGetValue(step, out var cache))
        {
            _rewrites[step] = cache = new RewriteCache();
        }

        return cache;
    }

    /// <summary>Ordinal of the vocabulary entry that a step found for a text; computed when it is not remembered.</summary>
    public int Nearest(CompiledStep step, string text, Func<string, int> find)
    {
        if (!_nearest.TryGetValue(step, out var known))
        {
            _nearest[step] = known = new(StringComparer.Ordinal);
        }

        if (known.TryGetValue(text, out var ordinal))
        {
            return ordinal;
        }

        ordinal = find(text);
        if (known.Count < MaxEntries)
        {
            known[text] = ordinal;
        }

        return ordinal;
    }
}

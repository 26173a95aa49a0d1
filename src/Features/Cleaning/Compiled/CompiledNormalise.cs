using System.Text;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Expressions.Vectors;
using Millrace.Features.Text;

namespace Millrace.Features.Cleaning.Compiled;

/// <summary>Rewrites text: Unicode form, trim, collapse, case, mapping, empty to null.</summary>
internal sealed class CompiledNormalise : CompiledStep
{
    private readonly NormaliseStep _step;
    private readonly int _column;
    private readonly Utf8Lookup? _from;
    private readonly byte[][] _to;

    public CompiledNormalise(NormaliseStep step, int column)
    {
        _step = step;
        _column = column;
        var mapping = step.Mapping ?? new Dictionary<string, string>();
        _from = mapping.Count > 0 ? new Utf8Lookup(mapping.Keys.Select(Encoding.UTF8.GetBytes)) : null;
        _to = [.. mapping.Values.Select(Encoding.UTF8.GetBytes)];
    }

    public override void Run(StageBatch batch, WorkerCaches caches)
    {
        var before = batch.Columns[_column];
        var cache = caches.Rewrites(this);
        var rewritten = caches.RewrittenRows(batch.Rows);
        var changed = batch.Pool.RentEmptyMask(batch.Rows);
        var buffers = Enumerable.Range(0, 3).Select(_ => new TextColumnBuilder(batch.Pool, 0, 64)).ToArray();
        var offsets = before.Offsets;
        var bytes = before.Bytes.Span;
        var isChanged = false;
        for (var row = 0; row < batch.Rows; row++)
        {
            if (!before.IsValid(row))
            {
                continue;
            }

            rewritten[row] = Find(bytes[offsets[row]..offsets[row + 1]], cache, buffers);
            if (rewritten[row] is not null)
            {
                isChanged = true;
                BitMask.Set(changed, row);
            }
        }

        if (isChanged)
        {
            batch.Change(_step.StepName, _column, changed, Build(batch, before, changed, rewritten));
        }
    }

    /// <summary>What a text becomes; null where it stays.</summary>
    private byte[]? Find(ReadOnlySpan<byte> text, RewriteCache cache, TextColumnBuilder[] buffers)
    {
        UInt128 key = 0;
        if (text.Length <= RewriteCache.MaxBytes)
        {
            key = RewriteCache.Key(text);
            if (cache.TryFind(key, out var known))
            {
                return known;
            }
        }

        var result = Rewrite(text, buffers[0], buffers[1], buffers[2]);
        var changed = result.SequenceEqual(text) && !(_step.EmptyToNull && text.IsEmpty) ? null : result.ToArray();
        if (key != 0)
        {
            cache.Add(key, changed);
        }

        return changed;
    }

    private Vector Build(StageBatch batch, Vector before, ulong[] changed, byte[]?[] rewritten)
    {
        var output = new TextColumnBuilder(batch.Pool, batch.Rows, before.Bytes.Length);
        var emptied = batch.Pool.RentEmptyMask(batch.Rows);
        for (var row = 0; row < batch.Rows;)
        {
            var next = BitMask.Next(changed, row, batch.Rows);
            if (next > row)
            {
                output.AppendRows(before.Offsets[row..(next + 1)], before.Bytes.Span);
            }

            if (next < batch.Rows)
            {
                output.Append(rewritten[next]);
                output.EndRow();
                if (_step.EmptyToNull && rewritten[next]!.Length == 0)
                {
                    BitMask.Set(emptied, next);
                }
            }

            row = next + 1;
        }

        var after = output.Build(before.Valid);
        return BitMask.Any(emptied, batch.Rows) ? VectorMerge.SetNull(after, emptied, batch.Pool) : after;
    }

    private ReadOnlySpan<byte> Rewrite(ReadOnlySpan<byte> text, TextColumnBuilder first, TextColumnBuilder second, TextColumnBuilder third)
    {
        if (_step.Unicode != UnicodeForm.Keep)
        {
            first.DropRow();
            UnicodeText.Normalise(text, _step.Unicode == UnicodeForm.Nfkc, first);
            text = first.Row;
        }

        if (_step.Trim)
        {
            text = UnicodeText.TrimEnd(UnicodeText.TrimStart(text));
        }

        if (_step.CollapseSpaces)
        {
            second.DropRow();
            UnicodeText.CollapseSpaces(text, second);
            text = second.Row;
        }

        if (_step.Case != TextCase.Keep)
        {
            third.DropRow();
            UnicodeText.ChangeCase(text, _step.Case == TextCase.Upper, third);
            text = third.Row;
        }

        return _from is not null && _from.Find(text) is >= 0 and var ordinal ? _to[ordinal] : text;
    }
}

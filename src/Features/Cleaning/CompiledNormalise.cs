using System.Text;
using Millrace.Features.Expressions;
using Millrace.Features.Text;

namespace Millrace.Features.Cleaning;

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
        var changed = batch.Pool.RentEmptyMask(batch.Rows);
        var emptied = batch.Pool.RentEmptyMask(batch.Rows);
        var output = new TextColumnBuilder(batch.Pool, batch.Rows, before.Bytes.Length);
        var first = new TextColumnBuilder(batch.Pool, 0, 64);
        var second = new TextColumnBuilder(batch.Pool, 0, 64);
        var third = new TextColumnBuilder(batch.Pool, 0, 64);
        for (var row = 0; row < batch.Rows; row++)
        {
            if (before.IsValid(row))
            {
                var text = before.Text(row);
                var rewritten = Rewrite(text, first, second, third);
                output.Append(rewritten);
                Mark(row, rewritten, text, changed, emptied);
            }

            output.EndRow();
        }

        if (BitMask.Any(changed, batch.Rows))
        {
            var after = output.Build(before.Valid);
            batch.Change(
                _step.StepName, _column, changed, BitMask.Any(emptied, batch.Rows) ? VectorMerge.SetNull(after, emptied, batch.Pool) : after);
        }
    }

    private void Mark(int row, ReadOnlySpan<byte> rewritten, ReadOnlySpan<byte> text, ulong[] changed, ulong[] emptied)
    {
        if (_step.EmptyToNull && rewritten.IsEmpty)
        {
            BitMask.Set(changed, row);
            BitMask.Set(emptied, row);
        }
        else if (!rewritten.SequenceEqual(text))
        {
            BitMask.Set(changed, row);
        }
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

using System.Text;
using Millrace.Features.Cleaning.Steps;
using Millrace.Features.Expressions.Vectors;
using Millrace.Features.Text;

namespace Millrace.Features.Cleaning.Compiled;

/// <summary>Maps text to a vocabulary: equal, or the one nearest entry within some edits.</summary>
internal sealed class CompiledMap : CompiledStep
{
    private const int MaxCharacters = 200;

    private readonly MapStep _step;
    private readonly int _column;
    private readonly Utf8Lookup _vocabulary;
    private readonly Rune[][] _runes;

    public CompiledMap(MapStep step, int column)
    {
        _step = step;
        _column = column;
        _vocabulary = new Utf8Lookup(step.Vocabulary.Select(Encoding.UTF8.GetBytes));
        _runes = [.. step.Vocabulary.Select(entry => entry.EnumerateRunes().ToArray())];
    }

    public override void Run(StageBatch batch, WorkerCaches caches)
    {
        var before = batch.Columns[_column];
        var (mapped, unmapped) = (batch.Pool.RentEmptyMask(batch.Rows), batch.Pool.RentEmptyMask(batch.Rows));
        var targets = new Dictionary<int, int>();
        for (var row = 0; row < batch.Rows; row++)
        {
            if (!before.IsValid(row) || _vocabulary.Find(before.Text(row)) >= 0)
            {
                continue;
            }

            var ordinal = _step.MaxDistance == 0 ? -1 : caches.Nearest(this, Encoding.UTF8.GetString(before.Text(row)), Nearest);
            BitMask.Set(ordinal < 0 ? unmapped : mapped, row);
            targets[row] = ordinal;
        }

        var failed = BitMask.Count(unmapped, batch.Rows);
        var unknown = before.Valid is null ? 0 : batch.Rows - BitMask.Count(before.Valid, batch.Rows);
        batch.Rules.Add((_step.StepName, new RuleCounts(batch.Rows - failed - unknown, failed, unknown, 0)));
        if (BitMask.Any(mapped, batch.Rows))
        {
            batch.Change(_step.StepName, _column, mapped, Rewrite(batch, before, targets));
        }

        if (failed > 0 && _step.Otherwise == UnmappedAction.SetNull)
        {
            batch.Change(_step.StepName, _column, unmapped, VectorMerge.SetNull(batch.Columns[_column], unmapped, batch.Pool));
        }
        else if (_step.Otherwise == UnmappedAction.Quarantine)
        {
            batch.AddReason(_step.StepName, unmapped);
        }
    }

    private Vector Rewrite(StageBatch batch, Vector before, Dictionary<int, int> targets)
    {
        var builder = new TextColumnBuilder(batch.Pool, batch.Rows, before.Bytes.Length);
        for (var row = 0; row < batch.Rows; row++)
        {
            if (before.IsValid(row))
            {
                builder.Append(targets.TryGetValue(row, out var ordinal) && ordinal >= 0 ? _vocabulary[ordinal] : before.Text(row));
            }

            builder.EndRow();
        }

        return builder.Build(before.Valid);
    }

    /// <summary>The one nearest entry within the limit; −1 when there is none or two are equally near.</summary>
    private int Nearest(string text)
    {
        var runes = text.EnumerateRunes().Take(MaxCharacters + 1).ToArray();
        if (runes.Length > MaxCharacters)
        {
            return -1;
        }

        var (best, bestDistance) = (-1, _step.MaxDistance + 1);
        for (var i = 0; i < _runes.Length; i++)
        {
            var distance = EditDistance.Between(runes, _runes[i], Math.Min(bestDistance, _step.MaxDistance));
            if (distance < bestDistance)
            {
                (best, bestDistance) = (i, distance);
            }
            else if (distance == bestDistance && distance <= _step.MaxDistance)
            {
                best = -1;
            }
        }

        return best;
    }
}

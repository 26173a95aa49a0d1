using Millrace.Features.Cleaning.Compiled;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning.Steps;

/// <summary>Puts the value of an expression into a column. Where it has no result or does not fit the contract, the cell becomes null and the row has a reason.</summary>
internal sealed class ReplaceAction(string step, int column, DerivedValue with) : CompiledAction
{
    public override void Apply(StageBatch batch, ulong[] failed)
    {
        var value = with.Evaluate(batch, out var without);
        var before = batch.Columns[column];
        var after = VectorMerge.Merge(before, value, failed, batch.Pool);
        batch.Change(step, column, VectorMerge.Changed(before, after, failed, batch.Pool), after);

        // A row counts only where the value was needed and is indeed missing: coalesce may have covered a part without result.
        BitMask.And(without, failed, without, batch.Rows);
        if (batch.Columns[column].Valid is { } valid)
        {
            BitMask.AndNot(without, valid, without, batch.Rows);
            batch.AddReason($"{step}:no_value", without);
        }
    }
}

using Millrace.Features.Cleaning.Compiled;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning.Steps;

/// <summary>Makes a column null.</summary>
internal sealed class SetNullAction(string step, int column) : CompiledAction
{
    public override void Apply(StageBatch batch, ulong[] failed)
    {
        var before = batch.Columns[column];
        var changed = failed;
        if (before.Valid is { } valid)
        {
            changed = batch.Pool.RentMask(batch.Rows);
            BitMask.And(failed, valid, changed, batch.Rows);
        }

        batch.Change(step, column, changed, VectorMerge.SetNull(before, failed, batch.Pool));
    }
}

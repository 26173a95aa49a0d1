using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning.Compiled;

/// <summary>Puts a constant where a column is null.</summary>
internal sealed class CompiledFill(string name, int column, Vector value) : CompiledStep
{
    public override void Run(StageBatch batch, WorkerCaches caches)
    {
        var before = batch.Columns[column];
        if (before.Valid is not { } valid)
        {
            return;
        }

        var missing = batch.Pool.RentMask(batch.Rows);
        BitMask.Not(valid, missing, batch.Rows);
        batch.Change(name, column, missing, VectorMerge.Merge(before, value, missing, batch.Pool));
    }
}

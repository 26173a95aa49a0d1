using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning.Compiled;

/// <summary>Fills a column that is not read with the value of an expression. Nothing is logged as changed: there was nothing before.</summary>
internal sealed class CompiledDerive(string name, int column, DerivedValue from) : CompiledStep
{
    public override void Run(StageBatch batch, WorkerCaches caches)
    {
        var value = from.Evaluate(batch, out var without);
        if (value.IsConstant)
        {
            var all = batch.Pool.RentMask(batch.Rows);
            BitMask.Fill(all, batch.Rows);
            value = VectorMerge.Merge(batch.Columns[column], value, all, batch.Pool);
        }

        batch.Columns[column] = value;
        if (value.Valid is { } valid)
        {
            BitMask.AndNot(without, valid, without, batch.Rows);
            batch.AddReason($"{name}:no_value", without);
        }
    }
}

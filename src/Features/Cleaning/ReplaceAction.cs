using Millrace.Features.Contracts;
using Millrace.Features.Expressions;

namespace Millrace.Features.Cleaning;

/// <summary>Puts the value of an expression into a column. Where it has no result or does not fit the contract, the cell becomes null and the row has a reason.</summary>
internal sealed class ReplaceAction(string step, int column, Node with, ColumnConverter converter) : CompiledAction
{
    public override void Apply(StageBatch batch, ulong[] failed)
    {
        var (pool, rows) = (batch.Pool, batch.Rows);
        batch.Context.Begin();
        var value = with.Evaluate(batch.Context);
        var faults = new FaultSink(value.Length, pool);
        var units = value.Type.Kind is ValueKind.Timestamp or ValueKind.TimestampLocal ? CivilTime.MicrosecondsPerSecond : 0;
        var fitting = converter.Convert(new SourceColumn(value, units), faults, pool);
        fitting = value.IsConstant ? fitting.AsConstant() : fitting;
        var before = batch.Columns[column];
        var after = VectorMerge.Merge(before, fitting, failed, pool);
        batch.Change(step, column, VectorMerge.Changed(before, after, failed, pool), after);
        AddReasons(batch, failed, faults, value.IsConstant);
    }

    private void AddReasons(StageBatch batch, ulong[] failed, FaultSink faults, bool isConstant)
    {
        var without = batch.Pool.RentEmptyMask(batch.Rows);
        if (batch.Context.NoResult is { } noResult)
        {
            BitMask.Or(without, noResult, without, batch.Rows);
        }

        if (faults.Any && isConstant)
        {
            BitMask.Fill(without, batch.Rows);
        }
        else if (faults.Any)
        {
            BitMask.Or(without, faults.Union(), without, batch.Rows);
        }

        // A row counts only where the value was needed and is indeed missing: coalesce may have covered a part without result.
        BitMask.And(without, failed, without, batch.Rows);
        if (batch.Columns[column].Valid is { } valid)
        {
            BitMask.AndNot(without, valid, without, batch.Rows);
            batch.AddReason($"{step}:no_value", without);
        }
    }
}

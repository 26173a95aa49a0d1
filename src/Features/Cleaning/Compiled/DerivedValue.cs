using Millrace.Features.Contracts;
using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning.Compiled;

/// <summary>The value of an expression brought to a column's contract, and the rows in which that failed.</summary>
internal sealed class DerivedValue(Node expression, ColumnConverter converter)
{
    /// <summary>Evaluates over a batch; the result may be a constant.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="failed">Receives the rows without a result, or whose value does not fit.</param>
    public Vector Evaluate(StageBatch batch, out ulong[] failed)
    {
        var pool = batch.Pool;
        batch.Context.Begin();
        var value = expression.Evaluate(batch.Context);
        var faults = new FaultSink(value.Length, pool);
        var units = value.Type.Kind is ValueKind.Timestamp or ValueKind.TimestampLocal ? CivilTime.MicrosecondsPerSecond : 0;
        var fitting = converter.Convert(new SourceColumn(value, units), faults, pool);
        failed = pool.RentEmptyMask(batch.Rows);
        if (batch.Context.NoResult is { } noResult)
        {
            BitMask.Or(failed, noResult, failed, batch.Rows);
        }

        if (faults.Any && value.IsConstant)
        {
            BitMask.Fill(failed, batch.Rows);
        }
        else if (faults.Any)
        {
            BitMask.Or(failed, faults.Union(), failed, batch.Rows);
        }

        return value.IsConstant ? fitting.AsConstant() : fitting;
    }
}

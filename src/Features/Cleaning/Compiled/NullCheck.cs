using Millrace.Features.Contracts;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning.Compiled;

/// <summary>
/// Checks that a column that must not be null is not; runs at conversion, or at the end when a step may fill or empty the column. A cell that was made null
/// because it did not fit has its own fault already.
/// </summary>
internal sealed class NullCheck(ColumnContract contract, int column) : CompiledStep
{
    public override void Run(StageBatch batch, WorkerCaches caches)
    {
        if (batch.Columns[column].Valid is not { } valid)
        {
            return;
        }

        var missing = batch.Pool.RentMask(batch.Rows);
        BitMask.Not(valid, missing, batch.Rows);
        if (batch.Faulted[column] is { } faulted)
        {
            BitMask.AndNot(missing, faulted, missing, batch.Rows);
        }

        if (BitMask.Any(missing, batch.Rows))
        {
            ContractFaults.Record(batch, contract, column, FaultKind.Null, missing);
        }
    }
}

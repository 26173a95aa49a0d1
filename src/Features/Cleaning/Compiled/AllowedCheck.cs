using Millrace.Features.Contracts;

namespace Millrace.Features.Cleaning.Compiled;

/// <summary>Checks a column against its allowed values; runs at conversion, or after the last step that rewrites the column.</summary>
internal sealed class AllowedCheck(ColumnContract contract, int column, AllowedValues allowed) : CompiledStep
{
    public override void Run(StageBatch batch, WorkerCaches caches)
    {
        var faults = new FaultSink(batch.Rows, batch.Pool);
        batch.Columns[column] = allowed.Check(batch.Columns[column], faults, batch.Pool);
        if (faults.Of(FaultKind.NotAllowed) is not { } mask)
        {
            return;
        }

        ContractFaults.Record(batch, contract, column, FaultKind.NotAllowed, mask);
    }
}

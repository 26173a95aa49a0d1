using Millrace.Features.Contracts;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning;

/// <summary>Brings faults against the contract into the batch's findings.</summary>
internal static class ContractFaults
{
    /// <summary>Reason of a fault of a column.</summary>
    public static string Reason(ColumnContract contract, FaultKind kind) => $"{contract.Name}:{FaultNames.Of(kind)}";

    /// <summary>Counts the cells of a fault; where the contract says so their rows get a reason.</summary>
    public static void Record(StageBatch batch, ColumnContract contract, int column, FaultKind kind, ulong[] mask)
    {
        var reason = Reason(contract, kind);
        batch.Faults.Add((reason, BitMask.Count(mask, batch.Rows)));
        if (contract.OnFault == FaultAction.Quarantine)
        {
            batch.AddReason(reason, mask);
        }

        var faulted = batch.Pool.RentMask(batch.Rows);
        mask.AsSpan(0, BitMask.Words(batch.Rows)).CopyTo(faulted);
        if (batch.Faulted[column] is { } before)
        {
            BitMask.Or(faulted, before, faulted, batch.Rows);
        }

        batch.Faulted[column] = faulted;
    }
}

namespace Millrace.Features.Contracts;

/// <summary>What happens to a cell that does not fit its contract.</summary>
public enum FaultAction
{
    /// <summary>The row goes to quarantine with the fault among its reasons.</summary>
    Quarantine,

    /// <summary>The cell becomes null; the fault is counted.</summary>
    Null,
}

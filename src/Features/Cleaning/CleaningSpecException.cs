namespace Millrace.Features.Cleaning;

/// <summary>A contract or its cleaning steps cannot be compiled; carries every fault found.</summary>
public sealed class CleaningSpecException : Exception
{
    /// <summary>Creates the exception from all faults found.</summary>
    public CleaningSpecException(IReadOnlyList<CleaningSpecFault> faults)
        : base(string.Join(Environment.NewLine, (faults ?? []).Select(fault => fault.Message)))
    {
        ArgumentNullException.ThrowIfNull(faults);
        Faults = faults;
    }

    /// <summary>All faults, contract first, then steps in order.</summary>
    public IReadOnlyList<CleaningSpecFault> Faults { get; }
}

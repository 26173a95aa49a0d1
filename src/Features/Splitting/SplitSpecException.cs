namespace Millrace.Features.Splitting;

/// <summary>A split cannot be compiled; carries every fault found.</summary>
public sealed class SplitSpecException : Exception
{
    /// <summary>Creates the exception from all faults found.</summary>
    public SplitSpecException(IReadOnlyList<SplitFault> faults)
        : base(string.Join(Environment.NewLine, (faults ?? []).Select(fault => fault.Message)))
    {
        ArgumentNullException.ThrowIfNull(faults);
        Faults = faults;
    }

    /// <summary>All faults.</summary>
    public IReadOnlyList<SplitFault> Faults { get; }
}

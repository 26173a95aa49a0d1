namespace Millrace.Features.Encoders;

/// <summary>A feature specification cannot be compiled; carries every fault found.</summary>
public sealed class FeatureSpecException : Exception
{
    /// <summary>Creates the exception from all faults found.</summary>
    public FeatureSpecException(IReadOnlyList<FeatureFault> faults)
        : base(string.Join(Environment.NewLine, (faults ?? []).Select(fault => fault.Message)))
    {
        ArgumentNullException.ThrowIfNull(faults);
        Faults = faults;
    }

    /// <summary>All faults.</summary>
    public IReadOnlyList<FeatureFault> Faults { get; }
}

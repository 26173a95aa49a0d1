namespace Millrace.Jobs.Specification;

/// <summary>Limits beyond which a run has failed, with exit code 1, although nothing broke.</summary>
public sealed record GateSpec
{
    /// <summary>Greatest share of the rows read that may be quarantined.</summary>
    public double MaxQuarantined { get; init; } = 1;
}

using Millrace.Features.Contracts;

namespace Millrace.Features.Encoders;

/// <summary>A feature specification checked against a contract: every column's encoders, defaults filled in. Immutable and thread-safe.</summary>
public sealed class FeaturePlan
{
    private FeaturePlan(FeatureSpec spec, TableContract contract)
    {
        Spec = spec;
        Contract = contract;
    }

    /// <summary>The specification.</summary>
    public FeatureSpec Spec { get; }

    /// <summary>Contract of the clean rows.</summary>
    public TableContract Contract { get; }

    /// <summary>Names of the columns that training reads (inputs, labels, weight), in contract order: the row id is over these.</summary>
    public IReadOnlyList<string> ReadColumns => throw new NotSupportedException("Not built yet.");

    /// <summary>All faults; none when it compiles.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="contract">Contract of the clean rows.</param>
    /// <param name="task">Kind of labels that do not say theirs.</param>
    public static IReadOnlyList<FeatureFault> Check(FeatureSpec spec, TableContract contract, LabelKind task) =>
        throw new NotSupportedException("Not built yet.");

    /// <summary>Compiles a specification.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="contract">Contract of the clean rows.</param>
    /// <param name="task">Kind of labels that do not say theirs.</param>
    /// <param name="preset">Default encoders where the specification leaves them open.</param>
    /// <exception cref="FeatureSpecException">Something is wrong; carries every fault.</exception>
    public static FeaturePlan Compile(FeatureSpec spec, TableContract contract, LabelKind task, FeaturePreset preset = FeaturePreset.Standard) =>
        new(spec, contract);
}

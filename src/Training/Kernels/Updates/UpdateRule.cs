namespace Millrace.Training.Kernels.Updates;

/// <summary>The formulas of the optimisers.</summary>
internal enum UpdateRule
{
    /// <summary>w −= rate g.</summary>
    Sgd,

    /// <summary>v = μ v + g; w −= rate v.</summary>
    Momentum,

    /// <summary>v = μ v + g; w −= rate (g + μ v).</summary>
    Nesterov,

    /// <summary>Adam, and AdamW with decoupled decay.</summary>
    Adam,

    /// <summary>s = α s + (1 − α) g²; w −= rate g / (√s + ε).</summary>
    RmsProp,

    /// <summary>s += g²; w −= rate g / (√s + ε).</summary>
    Adagrad,
}

namespace Millrace.Training.Kernels.Updates;

/// <summary>The numbers of one optimiser step, each rounded once from float64.</summary>
internal readonly record struct UpdateFactors
{
    /// <summary>Multiplies the gradient: the clipping.</summary>
    public required float Gradient { get; init; }

    /// <summary>Learning rate; for Adam divided by the first moment's bias correction.</summary>
    public required float Rate { get; init; }

    /// <summary>Times the weight, added to the gradient.</summary>
    public float Decay { get; init; }

    /// <summary>Multiplies the weight first: 1 − rate × decay where decay is decoupled.</summary>
    public float Keep { get; init; }

    /// <summary>μ, or 1 − β₁.</summary>
    public float First { get; init; }

    /// <summary>β₂ or α.</summary>
    public float SecondKeep { get; init; }

    /// <summary>1 − β₂ or 1 − α.</summary>
    public float Second { get; init; }

    /// <summary>Divides the root of the second moment: the root of its bias correction.</summary>
    public float RootCorrection { get; init; }

    /// <summary>ε.</summary>
    public float Epsilon { get; init; }
}

using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Updates;

/// <summary>One optimiser's formula, written once for every width.</summary>
internal interface IUpdate
{
    /// <summary>State vectors: 0, 1 or 2.</summary>
    static abstract int States { get; }

    /// <summary>The new weight, from the weight and its gradient (clipped, with decay); the states are replaced.</summary>
    static abstract TVector Step<TVector, TSimd>(
        in UpdateFactors factors, TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct
        where TSimd : ISimd<TVector>;
}

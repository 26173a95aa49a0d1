using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <summary>What a sum along a row adds up, written once for every width.</summary>
internal interface IReduction
{
    /// <summary>The chain after one more element.</summary>
    static abstract TVector Add<TVector, TSimd>(TVector sum, TVector x, TVector y, TVector parameter)
        where TVector : struct
        where TSimd : ISimd<TVector>;
}

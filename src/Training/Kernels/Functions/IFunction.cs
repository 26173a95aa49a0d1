using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Functions;

/// <summary>A function of one element and its derivative, written once for every width.</summary>
internal interface IFunction
{
    /// <summary>f(x).</summary>
    static abstract TVector Value<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>;

    /// <summary>f′, from the input or from the output as <see cref="Layers.ActivationTraits"/> says.</summary>
    static abstract TVector Slope<TVector, TSimd>(TVector from)
        where TVector : struct
        where TSimd : ISimd<TVector>;
}

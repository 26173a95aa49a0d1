namespace Millrace.Training.Networks;

/// <summary>What a range of the parameter buffer holds.</summary>
public enum ParameterKind
{
    /// <summary>Weights of products.</summary>
    Weight,

    /// <summary>Values added to outputs.</summary>
    Bias,

    /// <summary>Scales and shifts of normalisation and of ensemble members.</summary>
    Scale,

    /// <summary>Embedding tables.</summary>
    Embedding,

    /// <summary>Running statistics: not trained; their places in the gradient carry row-weighted sums over the lanes.</summary>
    Statistic,
}

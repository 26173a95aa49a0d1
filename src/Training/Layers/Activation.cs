namespace Millrace.Training.Layers;

/// <summary>Element-wise functions between layers, named as in the job file (snake_case).</summary>
public enum Activation
{
    /// <summary>y = x.</summary>
    Linear,

    /// <summary>y = max(x, 0).</summary>
    Relu,

    /// <summary>y = x for x &gt; 0, else 0.01 x.</summary>
    LeakyRelu,

    /// <summary>y = x for x &gt; 0, else exp(x) − 1.</summary>
    Elu,

    /// <summary>y = x Φ(x), by the error function.</summary>
    Gelu,

    /// <summary>y = x Φ(x) by the tanh approximation of Hendrycks and Gimpel.</summary>
    GeluTanh,

    /// <summary>y = x / (1 + exp(−x)).</summary>
    Silu,

    /// <summary>y = tanh(x).</summary>
    Tanh,

    /// <summary>y = 1 / (1 + exp(−x)).</summary>
    Sigmoid,

    /// <summary>y = log(1 + exp(x)).</summary>
    Softplus,

    /// <summary>exp(x) over its sum along the last axis.</summary>
    Softmax,
}

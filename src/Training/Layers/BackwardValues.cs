namespace Millrace.Training.Layers;

/// <summary>The values and gradients of one layer on the way back, row-major float32, one sample after another. Borrowed.</summary>
internal readonly unsafe struct BackwardValues
{
    /// <summary>What went in.</summary>
    public float* X { get; init; }

    /// <summary>What came out.</summary>
    public float* Y { get; init; }

    /// <summary>The gradient of what came out; may be used as scratch.</summary>
    public float* Dy { get; init; }

    /// <summary>Where the gradient of what went in goes; null where nobody needs it.</summary>
    public float* Dx { get; init; }
}

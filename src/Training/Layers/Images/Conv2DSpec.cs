namespace Millrace.Training.Layers.Images;

/// <summary>A 2-D convolution (cross-correlation, as everywhere in the field) over an image H×W×C.</summary>
public sealed record Conv2DSpec : LayerSpec
{
    /// <summary>Output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Height and width of the kernel.</summary>
    public int Kernel { get; init; } = 3;

    /// <summary>Step of the window in both directions.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Rows and columns of zeros added on every side.</summary>
    public int Padding { get; init; }

    /// <summary>Groups of channels that do not see each other; divides both channel counts.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Function applied to the outputs.</summary>
    public Activation Activation { get; init; } = Activation.Linear;

    /// <summary>Whether there is a bias per filter.</summary>
    public bool Bias { get; init; } = true;
}

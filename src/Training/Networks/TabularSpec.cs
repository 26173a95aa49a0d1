namespace Millrace.Training.Networks;

/// <summary>The tabular ensemble: members share the dense layers and differ by element-wise scales and by their heads.</summary>
/// <remarks>Gorishniy, Kotelnikov and Babenko, "TabM: advancing tabular deep learning with parameter-efficient ensembling", 2024.</remarks>
public sealed record TabularSpec
{
    /// <summary>Members; 1 to 256.</summary>
    public int Members { get; init; } = 16;

    /// <summary>Dense blocks; at least 1.</summary>
    public int Blocks { get; init; } = 2;

    /// <summary>Width of a block.</summary>
    public int Width { get; init; } = 256;

    /// <summary>
    /// Columns of the embedding of a number: a line in its quantile-normal value, bent by its piecewise-linear encoding. 0: both go to the first block as they are.
    /// </summary>
    public int NumberEmbedding { get; init; } = 16;

    /// <summary>Dropout after each block.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Share of category indices replaced by the unknown entry (0) in training, so that it is trained.</summary>
    public double UnknownRate { get; init; } = 0.01;
}

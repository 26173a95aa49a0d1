namespace Millrace.Training.Networks;

/// <summary>
/// What the features deliver for a row: F dense values, C category indices, and a sequence of up to
/// <see cref="MaxLength"/> steps of D values.
/// </summary>
/// <remarks>
/// The network sees the dense values followed by the embeddings of the categories. Where there is a sequence, these
/// are repeated after the values of every valid step.
/// </remarks>
public sealed record InputShape
{
    /// <summary>F: float32 values of a row.</summary>
    public int DenseFeatures { get; init; }

    /// <summary>Dense features that come from one number, in order and apart from each other; what stands in none is taken as it is.</summary>
    public IReadOnlyList<NumericField> Numbers { get; init; } = [];

    /// <summary>C: the categorical columns, in the order of <see cref="StepInput.Categories"/>.</summary>
    public IReadOnlyList<CategoricalField> Categories { get; init; } = [];

    /// <summary>D: list columns that form the sequence; 0: none.</summary>
    public int SequenceFeatures { get; init; }

    /// <summary>T: most steps of a sequence; at least 1 where there is one.</summary>
    public int MaxLength { get; init; }
}

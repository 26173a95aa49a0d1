namespace Millrace.Training.Losses;

/// <summary>Cross entropy of the softmax of logits against a class index.</summary>
public sealed record CrossEntropyLossSpec : LossSpec
{
    /// <summary>Share of probability spread over all classes; at least 0 and below 1.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Weight per class; null: all 1. Part of the weight of the row.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }
}

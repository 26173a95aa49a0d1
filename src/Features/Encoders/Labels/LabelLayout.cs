namespace Millrace.Features.Encoders.Labels;

/// <summary>One column of <c>y</c> in a feature batch. Immutable and thread-safe.</summary>
public sealed record LabelLayout
{
    /// <summary>The label's column.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of answer it is.</summary>
    public required LabelKind Kind { get; init; }

    /// <summary>Classes by index, in byte order of their text; empty for regression. <c>y</c> holds the index.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Training rows of each class; empty for regression.</summary>
    public required IReadOnlyList<long> ClassCounts { get; init; }

    /// <summary>Mean of the training rows' labels (regression; else 0). <c>y</c> is not standardised: networks do that inside.</summary>
    public required double Mean { get; init; }

    /// <summary>Standard deviation of the training rows' labels (regression; else 1); positive.</summary>
    public required double Deviation { get; init; }
}

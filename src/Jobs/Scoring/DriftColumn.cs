namespace Millrace.Jobs.Scoring;

/// <summary>An input column as training saw it: bins, and how many training rows were in each. The last bin is null.</summary>
internal sealed record DriftColumn
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>For numbers: ascending edges between bins; a value equal to an edge belongs to the bin above. Empty for texts.</summary>
    public IReadOnlyList<double> Edges { get; init; } = [];

    /// <summary>For texts: the value of each bin; what is none of them has a bin of its own behind. Empty for numbers.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Training rows by bin.</summary>
    public required IReadOnlyList<long> Training { get; init; }

    /// <summary>Whether it is a text.</summary>
    public bool IsText => Values.Count > 0;

    /// <summary>Bins of values, without that of null.</summary>
    public int Bins => Training.Count - 1;
}

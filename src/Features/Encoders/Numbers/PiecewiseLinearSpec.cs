namespace Millrace.Features.Encoders.Numbers;

/// <summary>
/// Piecewise-linear embedding of a number (Gorishniy, Rubachev and Babenko, "On embeddings for numerical features in tabular deep learning", 2022): one feature a bin,
/// one for each frequent value, one for missing. Immutable and thread-safe.
/// </summary>
public sealed record PiecewiseLinearSpec : EncoderSpec
{
    /// <summary>Most edges, 2 to 1,000.</summary>
    public int Edges { get; init; } = 48;

    /// <summary>A value that holds over this share of the rows gets a feature of its own; 0.001 to 1.</summary>
    public double FrequentShare { get; init; } = 0.005;

    /// <summary>Rows that such a value holds at least, so that its feature has something to learn from; 1 or more.</summary>
    public int FrequentRows { get; init; } = 50;
}

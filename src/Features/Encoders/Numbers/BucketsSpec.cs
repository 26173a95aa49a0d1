using Millrace.Features.Encoders.Categories;

namespace Millrace.Features.Encoders.Numbers;

/// <summary>The bucket that a number falls into: below the first edge, between two (the lower one included), from the last. Immutable and thread-safe.</summary>
public sealed record BucketsSpec : EncoderSpec
{
    /// <summary>Buckets of about equally many training rows, 2 to 1,000; not used where <see cref="Edges"/> are given.</summary>
    public int Count { get; init; } = 10;

    /// <summary>Ascending edges in the column's unit; null or empty: quantiles of the training rows' sample.</summary>
    public IReadOnlyList<double>? Edges { get; init; }

    /// <summary>How the bucket reaches the network.</summary>
    public CategoryOutput Output { get; init; }

    /// <summary>Columns of the embedding table for <see cref="CategoryOutput.Index"/>; null: by the number of buckets.</summary>
    public int? Dimension { get; init; }
}

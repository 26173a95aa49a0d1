namespace Millrace.Features.Encoders.Categories;

/// <summary>The category's index in a vocabulary, for an embedding table: 0 unknown (unseen or rare), then the rest. Immutable and thread-safe.</summary>
public sealed record EmbeddingSpec : EncoderSpec
{
    /// <summary>Columns of the embedding table, 1 to 1,024; null: the root of the number of entries, 2 to 32, but at most one for ten rows of an average category.</summary>
    public int? Dimension { get; init; }

    /// <summary>Training rows below which a category counts as unknown; at least 1.</summary>
    public int MinCount { get; init; } = 5;

    /// <summary>Most categories, by count, ties by bytes; 1 to 1,000,000.</summary>
    public int MaxSize { get; init; } = 10_000;

    /// <summary>Left out where the training rows have more distinct values than this; null: never.</summary>
    public int? OnlyUpTo { get; init; }
}

namespace Millrace.Features.Encoders.Categories;

/// <summary>The category's fixed hash modulo a number of buckets; nothing is fitted. Immutable and thread-safe.</summary>
public sealed record HashSpec : EncoderSpec
{
    /// <summary>Buckets, 1 to 1,000,000 (one-hot: to 4,096).</summary>
    public int Buckets { get; init; } = 64;

    /// <summary>How the bucket reaches the network; missing is an entry of its own.</summary>
    public CategoryOutput Output { get; init; } = CategoryOutput.Index;

    /// <summary>Columns of the embedding table for <see cref="CategoryOutput.Index"/>; null: by the number of buckets.</summary>
    public int? Dimension { get; init; }
}

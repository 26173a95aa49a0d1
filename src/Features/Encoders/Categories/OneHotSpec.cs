namespace Millrace.Features.Encoders.Categories;

/// <summary>One feature a category in byte order, then one for unknown (unless zeros are asked for), then one for missing. Immutable and thread-safe.</summary>
public sealed record OneHotSpec : EncoderSpec
{
    /// <summary>Training rows below which a category counts as unknown; at least 1.</summary>
    public int MinCount { get; init; } = 1;

    /// <summary>Most categories, by count, ties by bytes; 1 to 4,096.</summary>
    public int MaxSize { get; init; } = 256;

    /// <summary>What unseen and rare categories give.</summary>
    public UnknownPolicy Unknown { get; init; }
}

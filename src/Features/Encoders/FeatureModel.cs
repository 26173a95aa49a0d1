namespace Millrace.Features.Encoders;

/// <summary>The fitted encoders, frozen: for training and scoring alike. Immutable and thread-safe.</summary>
public sealed class FeatureModel
{
    private FeatureModel(FeatureLayout layout) => Layout = layout;

    /// <summary>What a feature batch holds.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>SHA-256 (lowercase hex) of <see cref="ToJson"/>; stands in the metadata of feature batches as <c>millrace.features</c>.</summary>
    public string Sha256 => throw new NotSupportedException("Not built yet.");

    /// <summary>The model as canonical UTF-8 JSON: equal models give equal bytes.</summary>
    public byte[] ToJson() => throw new NotSupportedException("Not built yet.");

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a model.</exception>
    public static FeatureModel FromJson(ReadOnlySpan<byte> json) => throw new NotSupportedException("Not built yet.");

    /// <summary>An encoder with its own scratch memory, for one thread at a time.</summary>
    /// <param name="lanes">V, a power of two from 1 to 1,024.</param>
    public FeatureEncoder CreateEncoder(int lanes) => new(this, lanes);
}

namespace Millrace.Spark.Sql.Types;

/// <summary>
/// A value in the variant encoding of Spark and Parquet, as bytes. <c>to_json</c> and <c>variant_get</c> read it in Spark.
/// </summary>
/// <param name="value">The value's bytes; kept, not copied.</param>
/// <param name="metadata">The dictionary of names; kept, not copied.</param>
public sealed class Variant(ReadOnlyMemory<byte> value, ReadOnlyMemory<byte> metadata) : IEquatable<Variant>
{
    /// <summary>The value's bytes.</summary>
    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <summary>The dictionary of names.</summary>
    public ReadOnlyMemory<byte> Metadata { get; } = metadata;

    /// <summary>Whether the bytes are equal; equal values in different encodings differ.</summary>
    public bool Equals(Variant? other) =>
        other is not null && Value.Span.SequenceEqual(other.Value.Span) && Metadata.Span.SequenceEqual(other.Metadata.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Variant other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Value.Span);
        return hash.ToHashCode();
    }
}

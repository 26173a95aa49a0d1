using Apache.Arrow;

namespace Millrace.Features.Hashing;

/// <summary>Row hash and row id: xxHash128 with a fixed seed of a row's canonical bytes (docs/contract.md), as two int64.</summary>
public static class RowIdentity
{
    /// <summary>Identities of the rows of a batch over some of its columns.</summary>
    /// <param name="batch">Columns of the clean layout; borrowed.</param>
    /// <param name="columns">Ordinals of the columns, in the order that the canonical bytes take them.</param>
    /// <param name="hi">Receives the upper halves; as long as the batch.</param>
    /// <param name="lo">Receives the lower halves; as long as the batch.</param>
    /// <exception cref="ArgumentException">A column has a type outside the clean layout, or a length differs.</exception>
    public static void Compute(RecordBatch batch, ReadOnlySpan<int> columns, Span<long> hi, Span<long> lo) =>
        throw new NotSupportedException("Not built yet.");

    /// <summary>Content hash of the rows of a batch over some of its columns.</summary>
    /// <inheritdoc cref="Compute"/>
    public static ContentHash ComputeContent(RecordBatch batch, ReadOnlySpan<int> columns) =>
        throw new NotSupportedException("Not built yet.");
}

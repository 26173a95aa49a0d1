using Apache.Arrow;
using Millrace.Features.Splitting;

namespace Millrace.Features.Encoders;

/// <summary>
/// What the encoders need to know of the training rows. A commutative monoid in its bytes: any order and any split of the rows give the same
/// <see cref="ToBytes"/>. One for each thread, merged afterwards. Not thread-safe.
/// </summary>
public sealed class FeatureFit
{
    /// <summary>A fit of no rows.</summary>
    public FeatureFit(FeaturePlan plan) => Plan = plan;

    /// <summary>The plan.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>Adds the training rows of a clean batch; all other rows, and rows without a label, leave no trace.</summary>
    /// <param name="clean">Rows in the clean layout; borrowed.</param>
    /// <param name="parts">The rows' parts; as long as the batch.</param>
    public void Add(RecordBatch clean, ReadOnlySpan<SplitPart> parts) => throw new NotSupportedException("Not built yet.");

    /// <summary>Adds all rows of another fit of the same plan, which stays as it is.</summary>
    public void Merge(FeatureFit other) => throw new NotSupportedException("Not built yet.");

    /// <summary>The state; equal for equal rows.</summary>
    public byte[] ToBytes() => throw new NotSupportedException("Not built yet.");

    /// <summary>Reads what <see cref="ToBytes"/> wrote for the same plan.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a state.</exception>
    public static FeatureFit FromBytes(FeaturePlan plan, ReadOnlySpan<byte> bytes) => throw new NotSupportedException("Not built yet.");

    /// <summary>The frozen model.</summary>
    /// <exception cref="FeatureFitException">No training rows, or a label that cannot be learned.</exception>
    public FeatureModel Finish() => throw new NotSupportedException("Not built yet.");
}

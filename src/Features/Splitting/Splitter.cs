using Apache.Arrow;
using Millrace.Features.Contracts;

namespace Millrace.Features.Splitting;

/// <summary>Gives each clean row its part. A row's part depends on that row alone. Immutable and thread-safe.</summary>
public sealed class Splitter
{
    private Splitter(SplitSpec spec) => Spec = spec;

    /// <summary>The specification.</summary>
    public SplitSpec Spec { get; }

    /// <summary>All faults of a split against a contract; none when it compiles.</summary>
    public static IReadOnlyList<SplitFault> Check(SplitSpec spec, TableContract contract) => throw new NotSupportedException("Not built yet.");

    /// <summary>Compiles a split.</summary>
    /// <param name="spec">The split.</param>
    /// <param name="contract">Contract of the clean rows.</param>
    /// <param name="partsOfFiles">
    /// For <see cref="FilesSplitSpec"/>: the part of each file by its ordinal in the snapshot (<c>_source_file</c>); null for files whose rows are divided
    /// by share.
    /// </param>
    /// <exception cref="SplitSpecException">Something is wrong; carries every fault.</exception>
    public static Splitter Create(SplitSpec spec, TableContract contract, IReadOnlyList<SplitPart?>? partsOfFiles = null) => new(spec);

    /// <summary>The parts of the rows of a clean batch.</summary>
    /// <param name="clean">Rows in the clean layout; borrowed.</param>
    /// <param name="parts">Receives one part a row; as long as the batch.</param>
    public void Assign(RecordBatch clean, Span<SplitPart> parts) => throw new NotSupportedException("Not built yet.");
}

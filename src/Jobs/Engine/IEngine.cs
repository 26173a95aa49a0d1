using Apache.Arrow;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Engine;

/// <summary>
/// What moves rows: reads, writes, sorts, groups and spills, and gives no value a meaning. Thread-safe; outputs and readers are for one thread each.
/// </summary>
internal interface IEngine : IAsyncDisposable
{
    /// <summary>Cuts a snapshot into assignments, in file order.</summary>
    IReadOnlyList<ScanAssignment> Plan(Snapshot snapshot);

    /// <summary>Opens a scan.</summary>
    /// <param name="snapshot">The pinned input.</param>
    /// <param name="assignments">Which parts of it.</param>
    /// <param name="columns">Which columns, in which order; null for all that each file has, then its partition keys.</param>
    /// <param name="readers">How many readers share the work.</param>
    IScan OpenScan(Snapshot snapshot, IReadOnlyList<ScanAssignment> assignments, IReadOnlyList<string>? columns, int readers);

    /// <summary>Opens an output file. Its folder must exist.</summary>
    IParquetOutput OpenOutput(string path, Schema schema);

    /// <summary>
    /// Leaves one row of each set of duplicates: the one of smallest (<c>_hash_hi</c>, <c>_hash_lo</c>), so what survives does not depend on files or their order.
    /// </summary>
    /// <param name="files">Clean Parquet files.</param>
    /// <param name="keyColumns">Equal in these (never floating point; a null equals nothing), or null: equal in the row hash.</param>
    /// <param name="outputFolder">Where new files go: <c>part-00000.parquet</c> and so on, one per input file that lost a row.</param>
    /// <param name="cancellationToken">Interrupts the engine.</param>
    Task<DedupeResult> DedupeAsync(
        IReadOnlyList<string> files, IReadOnlyList<string>? keyColumns, string outputFolder, CancellationToken cancellationToken);

    /// <summary>Writes <c>_source_file</c> and <c>_source_row</c> of the rows that <see cref="DedupeAsync"/> would remove, as one Parquet file.</summary>
    /// <param name="files">Clean Parquet files, at least one.</param>
    /// <param name="keyColumns">As for <see cref="DedupeAsync"/>.</param>
    /// <param name="outputPath">Full path of the file to write.</param>
    /// <param name="cancellationToken">Interrupts the engine.</param>
    Task<WrittenFile> WriteLosersAsync(
        IReadOnlyList<string> files, IReadOnlyList<string>? keyColumns, string outputPath, CancellationToken cancellationToken);

    /// <summary>Writes a clean file again without the rows that are named; copies it where it has none of them.</summary>
    /// <param name="file">Full path of a clean file.</param>
    /// <param name="loserFiles">Full paths of Parquet files with <c>_source_file</c> and <c>_source_row</c>.</param>
    /// <param name="outputPath">Full path of the file to write.</param>
    /// <param name="cancellationToken">Interrupts the engine.</param>
    Task<WrittenFile> DropAsync(string file, IReadOnlyList<string> loserFiles, string outputPath, CancellationToken cancellationToken);

    /// <summary>Opens what the relation stage runs on; the caller disposes it.</summary>
    IRelationEngine OpenRelations();

    /// <summary>Sorts Parquet files into one, spilling where memory does not suffice.</summary>
    Task<WrittenFile> SortAsync(IReadOnlyList<string> files, IReadOnlyList<SortKey> keys, string outputPath, CancellationToken cancellationToken);

    /// <summary>The most frequent texts of a column, most frequent first, ties in the order of their UTF-8 bytes.</summary>
    Task<IReadOnlyList<ValueCount>> TopValuesAsync(IReadOnlyList<string> files, CountedValues values, int count, CancellationToken cancellationToken);
}

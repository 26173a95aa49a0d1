namespace Millrace.Jobs.Survey;

/// <summary>An input file as it was when it was surveyed.</summary>
internal sealed record SnapshotFile
{
    /// <summary>Its place in the snapshot, from 0, in the order of path bytes.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Relative to the base folder where it lies below it, else in full; forward slashes. This is the name in messages, manifests and quarantine.</summary>
    public required string Path { get; init; }

    /// <summary>The full path.</summary>
    public required string FullPath { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Time of last modification, UTC.</summary>
    public required DateTime ModifiedUtc { get; init; }

    /// <summary>SHA-256, hexadecimal: of the footer (Parquet), of the first and last 64 KiB (CSV).</summary>
    public required string FooterHash { get; init; }

    /// <summary>Rows; null where that takes reading the file (CSV).</summary>
    public required long? Rows { get; init; }

    /// <summary>Row groups; one pretended one of unknown size for CSV.</summary>
    public required IReadOnlyList<RowGroup> RowGroups { get; init; }

    /// <summary>Top-level columns in file order, without partition keys.</summary>
    public required IReadOnlyList<ColumnSchema> Columns { get; init; }

    /// <summary>Keys from the folders' names, outermost first.</summary>
    public required IReadOnlyList<PartitionValue> Partitions { get; init; }
}

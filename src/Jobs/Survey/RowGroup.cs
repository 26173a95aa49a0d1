namespace Millrace.Jobs.Survey;

/// <summary>A row group of a Parquet file.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="CompressedBytes">Its size on disk.</param>
/// <param name="Columns">Statistics of each top-level column that is a plain value, in the order of the file's columns; null for nested ones.</param>
internal sealed record RowGroup(long Rows, long CompressedBytes, IReadOnlyList<ColumnStatistics?> Columns);

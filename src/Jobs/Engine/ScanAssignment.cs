namespace Millrace.Jobs.Engine;

/// <summary>A run of neighbouring row groups of one file: the unit of work that a reader takes.</summary>
/// <param name="FileOrdinal">The file's place in the snapshot.</param>
/// <param name="FirstRowGroup">The first row group.</param>
/// <param name="RowGroupCount">How many.</param>
/// <param name="FirstRow">Number of its first row within the file, from 0.</param>
/// <param name="Rows">Its rows; null where that is not known before reading (CSV).</param>
internal sealed record ScanAssignment(int FileOrdinal, int FirstRowGroup, int RowGroupCount, long FirstRow, long? Rows);

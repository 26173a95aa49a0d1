namespace Millrace.Jobs.Stages.Rows;

/// <summary>Which rows are dropped, as data.</summary>
/// <param name="LoserFiles">Full paths of Parquet files with <c>_source_file</c> and <c>_source_row</c> of every row to drop.</param>
internal sealed record DropSettings(IReadOnlyList<string> LoserFiles);

namespace Millrace.Jobs.Reporting;

/// <summary>An input file.</summary>
/// <param name="Path">Its path as the job names it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rows">Its rows; null where it could not be read.</param>
/// <param name="Fault">Why it was left out; null where it was read.</param>
internal sealed record InputFileReport(string Path, long Bytes, long? Rows, string? Fault);

namespace Millrace.Jobs.Ledger;

/// <summary>A file of an output.</summary>
/// <param name="Path">Relative to the run folder, with forward slashes.</param>
/// <param name="Bytes">Its size when it was committed.</param>
internal sealed record OutputFile(string Path, long Bytes);

namespace Millrace.Jobs.Ledger;

/// <summary>One output of a stage as the manifest names it. Files that no record names do not exist for a reader.</summary>
/// <param name="Files">The files, in name order.</param>
/// <param name="Rows">Rows over all files; null where the output is not a table.</param>
/// <param name="ContentHash">Hash of the rows whatever their order and files, or of the bytes where the output is not a table; hexadecimal.</param>
internal sealed record OutputRecord(IReadOnlyList<OutputFile> Files, long? Rows, string ContentHash);

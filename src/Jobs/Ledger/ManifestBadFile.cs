namespace Millrace.Jobs.Ledger;

/// <summary>A file that was left out.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">What is wrong with it.</param>
internal sealed record ManifestBadFile(string Path, string Reason);

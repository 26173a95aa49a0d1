namespace Millrace.Jobs.Ledger;

/// <summary>An input file in the manifest.</summary>
/// <param name="Path">As messages name it.</param>
/// <param name="Part">What it was read for: <c>main</c> or a part of the split.</param>
/// <param name="Bytes">Size.</param>
/// <param name="ModifiedUtc">Time of last modification.</param>
/// <param name="FooterSha256">Hash of its footer.</param>
/// <param name="Rows">Rows; null where that is not known before reading.</param>
internal sealed record ManifestInput(string Path, string Part, long Bytes, DateTime ModifiedUtc, string FooterSha256, long? Rows);

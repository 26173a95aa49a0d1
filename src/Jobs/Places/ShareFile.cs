namespace Millrace.Jobs.Places;

/// <summary>A file that a share wrote.</summary>
/// <param name="Kind">What it holds; says into which folder it goes.</param>
/// <param name="Path">Its full path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="FooterHash">SHA-256 of its footer, hexadecimal.</param>
internal sealed record ShareFile(string Kind, string Path, long Bytes, long Rows, string FooterHash);

namespace Millrace.Jobs.Engine;

/// <summary>A finished output file.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="FooterHash">SHA-256 of its footer, hexadecimal, as the survey computes it.</param>
internal sealed record WrittenFile(string Path, long Bytes, long Rows, string FooterHash);

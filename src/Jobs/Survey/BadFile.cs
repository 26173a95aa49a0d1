namespace Millrace.Jobs.Survey;

/// <summary>An input file that cannot be read.</summary>
/// <param name="Path">Its path as the snapshot names files.</param>
/// <param name="Fault">What is wrong, as a code.</param>
/// <param name="Reason">What is wrong, in words.</param>
internal sealed record BadFile(string Path, BadFileFault Fault, string Reason);

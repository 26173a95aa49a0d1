namespace Millrace.Jobs.Progress;

/// <summary>A reason and how often it held.</summary>
/// <param name="Reason">A rule's name, a fault of conversion with its column, or a file with what is wrong with it.</param>
/// <param name="Count">Rows, or files.</param>
public sealed record ReasonCount(string Reason, long Count);

namespace Millrace.Jobs.Engine;

/// <summary>How often a text occurs.</summary>
/// <param name="Value">The text.</param>
/// <param name="Count">Its rows.</param>
internal sealed record ValueCount(string Value, long Count);

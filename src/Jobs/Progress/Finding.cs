namespace Millrace.Jobs.Progress;

/// <summary>Something found while running that a person should know.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Stage">The stage that found it.</param>
/// <param name="Text">One sentence: what, where, and what to do where something can be done. Never holds a value of a personal column.</param>
public sealed record Finding(FindingSeverity Severity, string Stage, string Text);

namespace Millrace.Jobs.Progress;

/// <summary>How a stage ended well. A stage that fails throws instead.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Reused">True where an earlier run had finished it and nothing has changed since.</param>
/// <param name="Elapsed">Wall time; zero where the stage was reused.</param>
/// <param name="Words">What came of it, in a few words: <c>41,213 rows clean, 512 quarantined</c>.</param>
public sealed record StageOutcome(string Stage, bool Reused, TimeSpan Elapsed, string Words);

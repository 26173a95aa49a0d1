namespace Millrace.Jobs.Stages;

/// <summary>About how much memory a stage takes at most.</summary>
/// <param name="Stage">The stage's name in the manifest.</param>
/// <param name="Bytes">Bytes, the program itself included.</param>
/// <param name="Words">What they are for.</param>
internal sealed record StageMemory(string Stage, long Bytes, string Words);

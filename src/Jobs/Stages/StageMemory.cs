namespace Millrace.Jobs.Stages;

/// <summary>About how much memory a stage takes at most.</summary>
/// <param name="Bytes">Bytes, the program itself included.</param>
/// <param name="Words">What they are for.</param>
internal readonly record struct StageMemory(long Bytes, string Words);

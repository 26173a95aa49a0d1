namespace Millrace.Jobs.Progress;

/// <summary>What a step of the relation stage did, in words.</summary>
/// <param name="Step">Kind of the step and the other table.</param>
/// <param name="Words">Match rate, fan-out, orphan keys, rows that came and went.</param>
public sealed record JoinCount(string Step, string Words);

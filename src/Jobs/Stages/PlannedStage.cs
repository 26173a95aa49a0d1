namespace Millrace.Jobs.Stages;

/// <summary>A stage that a run would do.</summary>
/// <param name="Name">Its name in the manifest.</param>
/// <param name="Words">What it does.</param>
/// <param name="Rows">Rows that it reads at most; null where it reads none, or where a text file does not tell how many it has.</param>
/// <param name="Memory">About how much memory it takes at most.</param>
internal sealed record PlannedStage(string Name, string Words, long? Rows, StageMemory Memory);

namespace Millrace.Jobs.Stages.Rows;

/// <summary>What duplicate removal left: the rows that every later stage reads.</summary>
/// <param name="CleanFiles">Relative to the run folder.</param>
/// <param name="Rows">Rows left.</param>
/// <param name="Removed">Rows removed.</param>
internal sealed record DuplicatesResult(IReadOnlyList<string> CleanFiles, long Rows, long Removed);

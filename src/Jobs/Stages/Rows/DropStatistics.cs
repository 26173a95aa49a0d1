namespace Millrace.Jobs.Stages.Rows;

/// <summary>What dropping rows left.</summary>
/// <param name="Rows">Rows that stay.</param>
/// <param name="Removed">Rows that went.</param>
internal sealed record DropStatistics(long Rows, long Removed);

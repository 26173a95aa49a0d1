namespace Millrace.Jobs.Engine;

/// <summary>What duplicate removal left.</summary>
/// <param name="Files">The files that hold the survivors; those of the input that lost no row are named again, unchanged.</param>
/// <param name="Rows">Surviving rows.</param>
/// <param name="Removed">Rows that went.</param>
internal sealed record DedupeResult(IReadOnlyList<WrittenFile> Files, long Rows, long Removed);

namespace Millrace.Jobs.Progress;

/// <summary>Cells that one cleaning step changed in one column.</summary>
/// <param name="Rule">The step's name.</param>
/// <param name="Column">The column.</param>
/// <param name="Cells">Cells whose value changed.</param>
public sealed record CellChangeCount(string Rule, string Column, long Cells);

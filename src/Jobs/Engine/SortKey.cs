namespace Millrace.Jobs.Engine;

/// <summary>One key of a total order.</summary>
/// <param name="Column">The column.</param>
/// <param name="Descending">Largest first.</param>
/// <param name="NullsFirst">Where nulls stand; always spelled out.</param>
internal sealed record SortKey(string Column, bool Descending = false, bool NullsFirst = true);

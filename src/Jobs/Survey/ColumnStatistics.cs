namespace Millrace.Jobs.Survey;

/// <summary>What a footer says about one column of a row group. A hint for people and plans; nothing is pruned by it.</summary>
/// <param name="CompressedBytes">Size on disk.</param>
/// <param name="NullCount">Nulls, where the footer says.</param>
/// <param name="Minimum">Smallest value of a number or point in time, in invariant text; null where the footer does not say. Text is never kept.</param>
/// <param name="Maximum">Largest value, likewise.</param>
internal sealed record ColumnStatistics(long CompressedBytes, long? NullCount, string? Minimum, string? Maximum);

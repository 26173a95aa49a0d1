namespace Millrace.Jobs.Engine;

/// <summary>A row that could not be cut into columns: a CSV line with the wrong number of fields, an open quote, or too many bytes.</summary>
/// <param name="Row">Its number within the file, from 0; it counts like every other row.</param>
/// <param name="Reason">A code that does not contain data: <c>csv:field_count</c>, <c>csv:quote</c>, <c>csv:row_bytes</c>.</param>
/// <param name="Raw">Its bytes as they stand in the file, cut at 64 KiB.</param>
internal sealed record BadRow(long Row, string Reason, ReadOnlyMemory<byte> Raw);

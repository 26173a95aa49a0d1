namespace Millrace.Jobs.Survey;

/// <summary>A top-level column as a file declares it.</summary>
/// <param name="Name">Its name, exactly.</param>
/// <param name="Type">Its type in Parquet's words, for example <c>int64</c>, <c>timestamp[us, UTC]</c>, <c>decimal(9,2)</c>, <c>list&lt;string&gt;</c>.</param>
/// <param name="Nullable">Whether the file allows nulls.</param>
internal sealed record ColumnSchema(string Name, string Type, bool Nullable);

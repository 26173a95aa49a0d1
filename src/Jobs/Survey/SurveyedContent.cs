namespace Millrace.Jobs.Survey;

/// <summary>What a file's footer or header says.</summary>
internal sealed record SurveyedContent(string FooterHash, long? Rows, IReadOnlyList<RowGroup> RowGroups, IReadOnlyList<ColumnSchema> Columns);

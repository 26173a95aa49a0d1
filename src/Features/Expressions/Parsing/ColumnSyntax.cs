namespace Millrace.Features.Expressions.Parsing;

/// <summary>A column by name.</summary>
internal sealed record ColumnSyntax(string Name, int Offset, int Length) : Syntax(Offset, Length);

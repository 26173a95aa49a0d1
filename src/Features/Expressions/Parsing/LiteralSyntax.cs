namespace Millrace.Features.Expressions.Parsing;

/// <summary>A literal; <paramref name="Text"/> as written, numbers with their sign.</summary>
internal sealed record LiteralSyntax(LiteralKind Kind, string Text, int Offset, int Length) : Syntax(Offset, Length);

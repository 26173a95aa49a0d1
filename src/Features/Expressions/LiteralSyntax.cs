namespace Millrace.Features.Expressions;

/// <summary>A literal; <paramref name="Text"/> as written, numbers with their sign.</summary>
internal sealed record LiteralSyntax(LiteralKind Kind, string Text, int Offset, int Length) : Syntax(Offset, Length);

namespace Millrace.Features.Expressions.Parsing;

/// <summary>A function or an operator with its arguments.</summary>
internal sealed record CallSyntax(string Function, IReadOnlyList<Syntax> Arguments, int Offset, int Length) : Syntax(Offset, Length);

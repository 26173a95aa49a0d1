namespace Millrace.Features.Expressions.Functions;

/// <summary>A case of a function: an expression of constants and what it gives, as text; <c>no result</c> where it has none.</summary>
internal sealed record FunctionCase(string Expression, string Result);

namespace Millrace.Features.Expressions.Parsing;

/// <summary>An expression as written, before types are known.</summary>
/// <param name="Offset">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Length in UTF-16 units.</param>
internal abstract record Syntax(int Offset, int Length);

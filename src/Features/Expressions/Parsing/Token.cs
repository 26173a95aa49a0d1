namespace Millrace.Features.Expressions.Parsing;

/// <summary>A piece of an expression.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Text">Text with quotes and escapes undone; keywords in lower case.</param>
/// <param name="Offset">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Length in UTF-16 units.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset, int Length)
{
    public bool Is(TokenKind kind, string text) => Kind == kind && Text == text;
}

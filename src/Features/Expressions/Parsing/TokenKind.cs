namespace Millrace.Features.Expressions.Parsing;

/// <summary>Kinds of token of the expression language.</summary>
internal enum TokenKind
{
    End,
    Name,
    QuotedName,
    Keyword,
    Number,
    Text,
    Symbol,
}

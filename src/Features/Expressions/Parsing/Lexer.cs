using System.Text;

namespace Millrace.Features.Expressions.Parsing;

/// <summary>Cuts an expression into tokens.</summary>
internal static class Lexer
{
    /// <summary>Longest expression in UTF-16 units.</summary>
    public const int MaxLength = 10_000;

    private const int MaxTokens = 2_000;

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "and", "or", "not", "is", "null", "in", "between", "like", "matches", "true", "false",
    };

    private static readonly string[] Symbols = ["<>", "!=", "<=", ">=", "==", "(", ")", ",", "+", "-", "*", "/", "%", "=", "<", ">"];

    /// <summary>All tokens, the last of kind <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="ExpressionException">A character fits nowhere, or a quote stays open.</exception>
    public static List<Token> Read(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new ExpressionException(new(0, 0, $"the expression has {text.Length} characters; at most {MaxLength} are read"));
        }

        var tokens = new List<Token>();
        for (var at = 0; ;)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                tokens.Add(new(TokenKind.End, "", at, 0));
                return tokens;
            }

            var token = Next(text, at);
            if (tokens.Count == MaxTokens)
            {
                throw new ExpressionException(new(at, token.Length, $"the expression has more than {MaxTokens} parts"));
            }

            tokens.Add(token);
            at += token.Length;
        }
    }

    private static Token Next(string text, int at)
    {
        var first = text[at];
        if (first is '\'' or '"')
        {
            return Quoted(text, at, first);
        }

        if (char.IsAsciiDigit(first) || (first == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            return Number(text, at);
        }

        if (IsNameStart(first))
        {
            var end = at + 1;
            while (end < text.Length && (IsNameStart(text[end]) || char.IsAsciiDigit(text[end])))
            {
                end++;
            }

            var name = text[at..end];
            var lower = name.ToLowerInvariant();
            return Keywords.Contains(lower) ? new(TokenKind.Keyword, lower, at, end - at) : new(TokenKind.Name, name, at, end - at);
        }

        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0)
            {
                return new(TokenKind.Symbol, symbol, at, symbol.Length);
            }
        }

        var hint = first is '&' or '|' ? "; write 'and' and 'or'" : first == '!' ? "; write 'not'" : "";
        throw new ExpressionException(new(at, 1, $"unexpected character '{first}'{hint}"));
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsAsciiLetter(c) || c > 127;

    private static Token Quoted(string text, int at, char quote)
    {
        var value = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != quote)
            {
                value.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == quote)
            {
                value.Append(quote);
                i++;
            }
            else
            {
                var kind = quote == '"' ? TokenKind.QuotedName : TokenKind.Text;
                return new(kind, value.ToString(), at, i + 1 - at);
            }
        }

        throw new ExpressionException(new(at, text.Length - at, $"the quote {quote} is not closed"));
    }

    private static Token Number(string text, int at)
    {
        var end = Digits(text, at);
        if (end < text.Length && text[end] == '.')
        {
            end = Digits(text, end + 1);
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var exponent = end + 1;
            exponent += exponent < text.Length && text[exponent] is '+' or '-' ? 1 : 0;
            var last = Digits(text, exponent);
            end = last > exponent ? last : end;
        }

        if (end < text.Length && IsNameStart(text[end]))
        {
            throw new ExpressionException(new(at, end + 1 - at, "a number runs into a name; put a space or an operator between them"));
        }

        return new(TokenKind.Number, text[at..end], at, end - at);
    }

    private static int Digits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }
}

namespace Millrace.Features.Expressions.Parsing;

/// <summary>
/// Recursive descent over the tokens. From weakest to strongest: or; and; not; comparison, is null, in, between, like, matches; + −; * / %; sign; the rest.
/// </summary>
internal sealed class Parser
{
    private const int MaxDepth = 100;

    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;

    private Parser(List<Token> tokens) => _tokens = tokens;

    private Token Current => _tokens[_at];

    /// <summary>Reads a whole expression.</summary>
    /// <exception cref="ExpressionException">It is not one.</exception>
    public static Syntax Parse(string text)
    {
        var parser = new Parser(Lexer.Read(text));
        var syntax = parser.Or();
        return parser.Current.Kind == TokenKind.End ? syntax : throw parser.Unexpected("the end or an operator");
    }

    private Syntax Or()
    {
        Enter();
        var left = And();
        while (TryKeyword("or"))
        {
            left = Binary("or", left, And());
        }

        _depth--;
        return left;
    }

    private Syntax And()
    {
        var left = Not();
        while (TryKeyword("and"))
        {
            left = Binary("and", left, Not());
        }

        return left;
    }

    private Syntax Not()
    {
        var start = Current;
        if (!TryKeyword("not"))
        {
            return Comparison();
        }

        Enter();
        var operand = Not();
        _depth--;
        return Call("not", start.Offset, operand);
    }

    private Syntax Comparison()
    {
        var left = Sum();
        if (Current.Kind == TokenKind.Symbol && Current.Text is "=" or "==" or "!=" or "<>" or "<" or "<=" or ">" or ">=")
        {
            var name = Take().Text switch { "==" => "=", "<>" => "!=", var other => other };
            var result = Binary(name, left, Sum());
            if (Current.Kind == TokenKind.Symbol && Current.Text is "=" or "==" or "!=" or "<>" or "<" or "<=" or ">" or ">=")
            {
                throw Fault(Current, "comparisons do not chain; write 'a < b and b < c'");
            }

            return result;
        }

        if (TryKeyword("is"))
        {
            var negated = TryKeyword("not");
            Expect(TokenKind.Keyword, "null");
            return Negate(negated, Call("is null", left.Offset, left));
        }

        var not = Current.Is(TokenKind.Keyword, "not");
        var ahead = not ? _tokens[_at + 1] : Current;
        if (ahead.Kind != TokenKind.Keyword || ahead.Text is not ("in" or "between" or "like" or "matches"))
        {
            return left;
        }

        _at += not ? 2 : 1;
        return Negate(not, ahead.Text switch
        {
            "in" => Call("in", left.Offset, [left, .. Arguments()]),
            "between" => Between(left),
            _ => Call(ahead.Text, left.Offset, left, Sum()),
        });
    }

    private CallSyntax Between(Syntax value)
    {
        var low = Sum();
        Expect(TokenKind.Keyword, "and");
        return Call("between", value.Offset, value, low, Sum());
    }

    private Syntax Sum()
    {
        var left = Product();
        while (Current.Kind == TokenKind.Symbol && Current.Text is "+" or "-")
        {
            var name = Take().Text;
            left = Binary(name, left, Product());
        }

        return left;
    }

    private Syntax Product()
    {
        var left = Sign();
        while (Current.Kind == TokenKind.Symbol && Current.Text is "*" or "/" or "%")
        {
            var name = Take().Text;
            left = Binary(name, left, Sign());
        }

        return left;
    }

    private Syntax Sign()
    {
        var start = Current;
        if (!start.Is(TokenKind.Symbol, "-"))
        {
            return Primary();
        }

        _at++;
        Enter();
        var operand = Sign();
        _depth--;
        return operand is LiteralSyntax { Kind: LiteralKind.WholeNumber or LiteralKind.PointNumber } number && number.Text[0] != '-'
            ? number with { Text = "-" + number.Text, Offset = start.Offset, Length = operand.Offset + operand.Length - start.Offset }
            : Call("negate", start.Offset, operand);
    }

    private Syntax Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Number:
                var kind = token.Text.AsSpan().ContainsAnyExceptInRange('0', '9') ? LiteralKind.PointNumber : LiteralKind.WholeNumber;
                return new LiteralSyntax(kind, token.Text, token.Offset, token.Length);
            case TokenKind.Text:
                return new LiteralSyntax(LiteralKind.Text, token.Text, token.Offset, token.Length);
            case TokenKind.QuotedName:
                return new ColumnSyntax(token.Text, token.Offset, token.Length);
            case TokenKind.Keyword when token.Text is "true" or "false":
                return new LiteralSyntax(LiteralKind.Bool, token.Text, token.Offset, token.Length);
            case TokenKind.Keyword when token.Text == "null":
                return new LiteralSyntax(LiteralKind.Null, token.Text, token.Offset, token.Length);
            case TokenKind.Symbol when token.Text == "(":
                var inner = Or();
                Expect(TokenKind.Symbol, ")");
                return inner;
            case TokenKind.Name:
                return Named(token);
        }

        _at--;
        throw Unexpected("a value, a column or '('");
    }

    private Syntax Named(Token name)
    {
        if (Current.Is(TokenKind.Symbol, "("))
        {
            return Call(name.Text, name.Offset, [.. Arguments()]);
        }

        if (Current.Kind != TokenKind.Text)
        {
            return new ColumnSyntax(name.Text, name.Offset, name.Length);
        }

        LiteralKind? kind = name.Text.ToLowerInvariant() switch
        {
            "date" => LiteralKind.Date,
            "timestamp" => LiteralKind.Timestamp,
            "timestamp_local" => LiteralKind.TimestampLocal,
            _ => null,
        };
        var text = Take();
        return kind is { } known
            ? new LiteralSyntax(known, text.Text, name.Offset, text.Offset + text.Length - name.Offset)
            : throw Fault(name, $"'{name.Text}' cannot stand before a text; date, timestamp and timestamp_local can");
    }

    private List<Syntax> Arguments()
    {
        Expect(TokenKind.Symbol, "(");
        var arguments = new List<Syntax>();
        if (TrySymbol(")"))
        {
            return arguments;
        }

        do
        {
            arguments.Add(Or());
        }
        while (TrySymbol(","));

        Expect(TokenKind.Symbol, ")");
        return arguments;
    }

    private static CallSyntax Binary(string name, Syntax left, Syntax right) =>
        new(name, [left, right], left.Offset, right.Offset + right.Length - left.Offset);

    private static CallSyntax Negate(bool negated, CallSyntax call) =>
        negated ? new CallSyntax("not", [call], call.Offset, call.Length) : call;

    private CallSyntax Call(string name, int offset, params Syntax[] arguments)
    {
        var last = _tokens[_at - 1];
        return new(name, arguments, offset, last.Offset + last.Length - offset);
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw Fault(Current, $"the expression nests deeper than {MaxDepth} levels");
        }
    }

    private Token Take() => Current.Kind == TokenKind.End ? throw Unexpected("more") : _tokens[_at++];

    private bool TryKeyword(string keyword) => TryToken(TokenKind.Keyword, keyword);

    private bool TrySymbol(string symbol) => TryToken(TokenKind.Symbol, symbol);

    private bool TryToken(TokenKind kind, string text)
    {
        var found = Current.Is(kind, text);
        _at += found ? 1 : 0;
        return found;
    }

    private void Expect(TokenKind kind, string text)
    {
        if (!TryToken(kind, text))
        {
            throw Unexpected($"'{text}'");
        }
    }

    private ExpressionException Unexpected(string wanted) => Fault(
        Current, Current.Kind == TokenKind.End ? $"the expression ends where {wanted} is expected" : $"'{Current.Text}' stands where {wanted} is expected");

    private static ExpressionException Fault(Token token, string message) => new(new(token.Offset, token.Length, message));
}

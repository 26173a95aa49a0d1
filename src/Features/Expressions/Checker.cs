using Millrace.Features.Expressions.Functions;
using Millrace.Features.Expressions.Parsing;


namespace Millrace.Features.Expressions;

/// <summary>
/// Gives types to an expression and binds it to kernels. Nothing is cast implicitly; only number literals and null take the type that the other arguments
/// have. Collects every fault of the expression.
/// </summary>
internal sealed class Checker
{
    private readonly IReadOnlyList<(string Name, ValueType Type)> _columns;
    private readonly List<ExpressionFault> _faults;

    private Checker(IReadOnlyList<(string Name, ValueType Type)> columns, List<ExpressionFault> faults)
    {
        _columns = columns;
        _faults = faults;
    }

    /// <summary>Compiles an expression; null with at least one fault added when it cannot be.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="columns">Columns that it may name.</param>
    /// <param name="expected">Type that it must have; null allows any.</param>
    /// <param name="faults">Receives the faults.</param>
    public static Node? Compile(
        string text, IReadOnlyList<(string Name, ValueType Type)> columns, ValueType? expected, List<ExpressionFault> faults)
    {
        try
        {
            return Compile(Parser.Parse(text), columns, expected, faults);
        }
        catch (ExpressionException exception)
        {
            faults.Add(exception.Fault);
            return null;
        }
    }

    /// <summary>Compiles an expression that has been parsed.</summary>
    public static Node? Compile(
        Syntax syntax, IReadOnlyList<(string Name, ValueType Type)> columns, ValueType? expected, List<ExpressionFault> faults)
    {
        var before = faults.Count;
        var checker = new Checker(columns, faults);
        var node = syntax is LiteralSyntax literal ? checker.Literal(literal, expected) : checker.Check(syntax);
        if (node is not null && expected is not null && node.Type != expected)
        {
            faults.Add(new(syntax.Offset, syntax.Length, $"the expression is {node.Type}; {expected} is needed{CastHint(node.Type, expected)}"));
        }

        return faults.Count == before ? node : null;
    }

    private Node? Check(Syntax syntax) => syntax switch
    {
        ColumnSyntax column => Column(column),
        LiteralSyntax literal => Literal(literal, null),
        _ => Call((CallSyntax)syntax),
    };

    private ColumnNode? Column(ColumnSyntax column)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (_columns[i].Name == column.Name)
            {
                return new ColumnNode(i, _columns[i].Type);
            }
        }

        var suggestion = Suggestion.For(column.Name, _columns.Select(known => known.Name));
        Fault(column, $"there is no column '{column.Name}'{suggestion}");
        return null;
    }

    private ConstantNode? Literal(LiteralSyntax literal, ValueType? wanted)
    {
        var value = Literals.Read(literal, wanted);
        if (value is not null)
        {
            return new ConstantNode(value);
        }

        Fault(literal, wanted is null ? Literals.Problem(literal) : $"{literal.Text} is not a value of type {wanted}");
        return null;
    }

    private CallNode? Call(CallSyntax call)
    {
        if (FunctionRegistry.Find(call.Function) is not { } function)
        {
            var suggestion = Suggestion.For(call.Function, FunctionRegistry.Names);
            Fault(call, $"there is no function '{call.Function}'{suggestion}");
            return null;
        }

        var typed = new Node?[call.Arguments.Count];
        var failed = false;
        for (var i = 0; i < typed.Length; i++)
        {
            if (IsSoft(call.Arguments[i]))
            {
                continue;
            }

            typed[i] = Check(call.Arguments[i]);
            failed |= typed[i] is null;
        }

        if (failed)
        {
            return null;
        }

        foreach (var overload in function.Overloads)
        {
            if (Fits(overload, call, typed) is { } types)
            {
                return Bind(call, overload, typed, types);
            }
        }

        Fault(call, NoOverload(function, call, typed));
        return null;
    }

    /// <summary>Types of all arguments under an overload; null when it does not take them.</summary>
    private static ValueType[]? Fits(Overload overload, CallSyntax call, Node?[] typed)
    {
        var count = call.Arguments.Count;
        if (overload.IsVariadic ? count < overload.Parameters.Length : count != overload.Parameters.Length)
        {
            return null;
        }

        var shared = Shared(overload, typed);
        var types = new ValueType[count];
        for (var i = 0; i < count; i++)
        {
            var parameter = overload.Parameters[Math.Min(i, overload.Parameters.Length - 1)];
            if (typed[i] is { } node)
            {
                if (!parameter.Kinds.Contains(node.Type.Kind) || (parameter.IsLiteral && node is not ConstantNode)
                    || (parameter.IsShared && shared!.Kind != node.Type.Kind))
                {
                    return null;
                }

                types[i] = node.Type;
                continue;
            }

            var literal = (LiteralSyntax)call.Arguments[i];
            shared = parameter.IsShared && shared is null ? SharedOfLiterals(overload, call) : shared;
            var type = Soft(literal, parameter, parameter.IsShared ? shared : null);
            if (type is null)
            {
                return null;
            }

            types[i] = type;
        }

        return types;
    }

    private static ValueType? Shared(Overload overload, Node?[] typed)
    {
        for (var i = 0; i < typed.Length; i++)
        {
            if (overload.Parameters[Math.Min(i, overload.Parameters.Length - 1)].IsShared && typed[i] is { } node)
            {
                return node.Type;
            }
        }

        return null;
    }

    /// <summary>What literals alone agree on: int for whole numbers, float once one has a point.</summary>
    private static ValueType? SharedOfLiterals(Overload overload, CallSyntax call)
    {
        var kinds = call.Arguments
            .Where((_, i) => overload.Parameters[Math.Min(i, overload.Parameters.Length - 1)].IsShared)
            .OfType<LiteralSyntax>()
            .Select(literal => literal.Kind)
            .ToList();
        return kinds.Contains(LiteralKind.PointNumber) ? ValueType.Float : kinds.Contains(LiteralKind.WholeNumber) ? ValueType.Int : null;
    }

    /// <summary>The type that a soft literal takes as an argument; null when it fits none.</summary>
    private static ValueType? Soft(LiteralSyntax literal, Parameter parameter, ValueType? shared)
    {
        if (literal.Kind == LiteralKind.Null)
        {
            return parameter.IsLiteral ? null : shared ?? Default(parameter.Kinds[0]);
        }

        ValueType[] candidates = shared is not null
            ? [shared.Kind == ValueKind.Decimal ? Literals.DecimalType(literal, shared) : shared]
            : [ValueType.Int, ValueType.Float, Literals.DecimalType(literal, null)];
        return candidates.FirstOrDefault(type => parameter.Kinds.Contains(type.Kind) && Literals.Read(literal, type) is not null);
    }

    private static ValueType Default(ValueKind kind) => kind == ValueKind.Decimal ? ValueType.Decimal(38, 0) : new ValueType(kind);

    private CallNode? Bind(CallSyntax call, Overload overload, Node?[] typed, ValueType[] types)
    {
        var arguments = new Node[typed.Length];
        for (var i = 0; i < typed.Length; i++)
        {
            arguments[i] = typed[i] ?? new ConstantNode(Literals.Read((LiteralSyntax)call.Arguments[i], types[i])!);
        }

        var bind = new BindCall(arguments);
        var kernel = overload.Bind(bind);
        if (bind.Problem is { } problem)
        {
            Fault(call.Arguments[problem.Argument], problem.Message);
            return null;
        }

        return new CallNode(kernel, arguments, overload.ResultOfCall is { } result ? result(bind) : overload.Result(types));
    }

    private static string NoOverload(FunctionDefinition function, CallSyntax call, Node?[] typed)
    {
        var given = call.Arguments.Select((argument, i) => typed[i]?.Type.ToString() ?? ((LiteralSyntax)argument).Text);
        var takes = string.Join(" or ", function.Overloads.Select(overload => overload.ToString()).Distinct());
        var numbers = typed.Where(node => node is { Type.IsNumber: true }).Select(node => node!.Type.Kind).Distinct().Count();
        var hint = numbers > 1 ? "; nothing is cast implicitly: use to_float, to_int or to_decimal" : "";
        return $"'{function.Name}' does not take ({string.Join(", ", given)}); it takes {takes}{hint}";
    }

    private static string CastHint(ValueType given, ValueType needed) => (given.Kind, needed.Kind) switch
    {
        (_, ValueKind.Int) when given.IsNumber => "; use to_int",
        (_, ValueKind.Float) when given.IsNumber => "; use to_float",
        (_, ValueKind.Decimal) when given.IsNumber => $"; use to_decimal(…, {needed.Precision}, {needed.Scale})",
        (_, ValueKind.Bool) => "; a check compares, such as x > 0",
        _ => "",
    };

    private static bool IsSoft(Syntax syntax) =>
        syntax is LiteralSyntax { Kind: LiteralKind.Null or LiteralKind.WholeNumber or LiteralKind.PointNumber };

    private void Fault(Syntax syntax, string message) => _faults.Add(new(syntax.Offset, syntax.Length, message));
}

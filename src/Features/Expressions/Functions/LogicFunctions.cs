using Millrace.Features.Expressions.Vectors;
using Millrace.Features.Text;

namespace Millrace.Features.Expressions.Functions;

/// <summary>Logic, comparison and choice.</summary>
internal static class LogicFunctions
{
    public static IEnumerable<FunctionDefinition> All()
    {
        yield return new("and", "a and b", "false if one is false, else unknown if one is unknown, else true", [Logic(LogicKernels.And)],
        [
            new("true and true", "true"), new("true and false", "false"), new("false and null", "false"), new("true and null", "null"),
        ]);
        yield return new("or", "a or b", "true if one is true, else unknown if one is unknown, else false", [Logic(LogicKernels.Or)],
        [
            new("false or true", "true"), new("false or false", "false"), new("true or null", "true"), new("false or null", "null"),
        ]);
        yield return new("not", "not a", "the opposite; unknown stays unknown", [Overload.Of(ValueType.Bool, LogicKernels.Not, Parameter.Bool)],
        [
            new("not true", "false"), new("not false", "true"), new("not null", "null"),
        ]);
        yield return Comparison("=", "equal", [new("1 = 1", "true"), new("'a' = 'A'", "false"), new("0.0 = -0.0", "true"), new("1 = null", "null")]);
        yield return Comparison("!=", "not equal (also `<>`)", [new("1 != 2", "true"), new("'a' <> 'a'", "false"), new("null != 1", "null")]);
        yield return Comparison("<", "less; text by code point, false before true", [new("1 < 2", "true"), new("'B' < 'a'", "true"), new("2.5 < 2.5", "false")]);
        yield return Comparison("<=", "less or equal", [new("2.5 <= 2.5", "true"), new("date '2013-01-02' <= date '2013-01-01'", "false")]);
        yield return Comparison(">", "greater", [new("2 > 1", "true"), new("'a' > 'B'", "true"), new("1 > null", "null")]);
        yield return Comparison(">=", "greater or equal", [new("1 >= 1", "true"), new("1.0 >= 2.0", "false")]);
        yield return new("is null", "a is null", "whether there is no value; never unknown (`is not null` is the opposite)",
            [Overload.Of(ValueType.Bool, LogicKernels.IsNull, Parameter.Any)],
            [new("null is null", "true"), new("1 is null", "false"), new("'' is null", "false"), new("1 is not null", "true")]);
        yield return new("in", "a in (b, …)", "whether a equals one of the others, which are literals and not null",
            [new([Parameter.Same, Parameter.Same with { IsLiteral = true }], _ => ValueType.Bool, BindIn, IsVariadic: true)],
            [new("2 in (1, 2)", "true"), new("'x' in ('a', 'b')", "false"), new("null in (1)", "null"), new("3 not in (1, 2)", "true")]);
        yield return new("between", "a between b and c", "b <= a and a <= c, unknown if one is null",
            [Overload.Of(ValueType.Bool, ComparisonKernels.Between, Parameter.Same, Parameter.Same, Parameter.Same)],
            [new("2 between 1 and 3", "true"), new("3.5 between 1 and 3", "false"), new("1 between null and 0", "null"), new("0 not between 1 and 2", "true")]);
        yield return new("if", "if(condition, a, b)", "a where the condition is true, b where it is false, null where it is unknown",
            [new([Parameter.Bool, Parameter.Same, Parameter.Same], types => types[1], call => BindChoice(call, 1, SelectKernels.If))],
            [new("if(1 < 2, 'a', 'b')", "a"), new("if(false, 1, 2)", "2"), new("if(null, 1, 2)", "null"), new("if(true, null, 2)", "null")]);
        yield return new("coalesce", "coalesce(a, b, …)", "the first that is not null",
            [new([Parameter.Same, Parameter.Same], types => types[0], call => BindChoice(call, 0, SelectKernels.Coalesce), IsVariadic: true)],
            [new("coalesce(null, 2)", "2"), new("coalesce(1, 2, 3)", "1"), new("coalesce(null, null, 'x')", "x"), new("coalesce(1 / 0.0, 5.0)", "5")]);
    }

    private static Overload Logic(Kernel kernel) => Overload.Of(ValueType.Bool, kernel, Parameter.Bool, Parameter.Bool);

    private static FunctionDefinition Comparison(string name, string meaning, FunctionCase[] cases) => new(
        name, $"a {name} b", meaning, [Overload.Of(ValueType.Bool, ComparisonKernels.Of(name), Parameter.Same, Parameter.Same)], cases);

    private static Kernel BindIn(BindCall call)
    {
        if (call[0].Type.Kind != ValueKind.Text)
        {
            return ComparisonKernels.In;
        }

        var texts = new List<byte[]>();
        for (var i = 1; i < call.Count; i++)
        {
            texts.Add(((ConstantNode)call[i]).Value.Text(0).ToArray());
        }

        var lookup = new Utf8Lookup(texts);
        return run => TextKernels.Predicate(run, value => lookup.Find(value) >= 0);
    }

    private static Kernel BindChoice(BindCall call, int first, Kernel kernel)
    {
        for (var i = first + 1; i < call.Count; i++)
        {
            if (call[i].Type.Kind == ValueKind.Decimal && call[i].Type.Scale != call[first].Type.Scale)
            {
                return call.Fail(i, $"decimals of different scales, {call[first].Type} and {call[i].Type}; use to_decimal");
            }
        }

        return kernel;
    }
}

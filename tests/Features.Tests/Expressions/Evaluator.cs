using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;
using ValueType = Millrace.Features.Expressions.ValueType;

namespace Millrace.Features.Tests.Expressions;

/// <summary>Runs expressions of constants, as constants and as columns.</summary>
internal static class Evaluator
{
    /// <summary>Rows of a column run: more than one mask word, not a multiple of any vector width.</summary>
    public const int Rows = 70;

    /// <summary>The row that is null when constants become columns.</summary>
    public const int NullRow = 1;

    public static string Constant(string expression)
    {
        var context = new EvaluationContext(new ScratchPool(), 3, []);
        var value = Compile(expression).Evaluate(context);
        Assert.True(value.IsConstant);
        return Text(context, value, 2);
    }

    public static IReadOnlyList<string> Columns(string expression)
    {
        var pool = new ScratchPool();
        var context = new EvaluationContext(pool, Rows, []);
        var value = Expand(Compile(expression), pool).Evaluate(context);
        return [.. Enumerable.Range(0, Rows).Select(row => Text(context, value, row))];
    }

    public static IReadOnlyList<ExpressionFault> Faults(string expression, params (string, ValueType)[] columns)
    {
        var faults = new List<ExpressionFault>();
        Checker.Compile(expression, columns, null, faults);
        return faults;
    }

    private static Node Compile(string expression)
    {
        var faults = new List<ExpressionFault>();
        var node = Checker.Compile(expression, [], null, faults);
        Assert.Empty(faults);
        return node!;
    }

    private static string Text(EvaluationContext context, Vector value, int row) =>
        ValueText.Format(value, row) ?? (context.NoResult is { } mask && BitMask.Get(mask, row) ? "no result" : "null");

    private static Node Expand(Node node, ScratchPool pool) => node switch
    {
        CallNode call => new CallNode(call.Kernel, [.. call.Arguments.Select(argument => Expand(argument, pool))], call.Type),
        ConstantNode constant => new FixedNode(Expand(constant.Value, pool)),
        _ => node,
    };

    private static Vector Expand(Vector constant, ScratchPool pool)
    {
        var valid = pool.RentMask(Rows);
        BitMask.Fill(valid, Rows);
        BitMask.Clear(valid, NullRow);
        if (!constant.IsValid(0))
        {
            Array.Clear(valid);
        }

        if (constant.Type.Kind == ValueKind.Bool)
        {
            var bits = pool.RentEmptyMask(Rows);
            if (BitMask.Get(constant.Bits, 0))
            {
                BitMask.Fill(bits, Rows);
            }

            return Vector.OfMask(Rows, bits, valid, pool);
        }

        var indices = new int[Rows];
        indices[NullRow] = -1;
        return VectorTake.Take(constant, indices, valid, pool);
    }

    private sealed class FixedNode(Vector value) : Node(value.Type)
    {
        public override bool IsConstant => false;

        public override Vector Evaluate(EvaluationContext context) => value;
    }
}

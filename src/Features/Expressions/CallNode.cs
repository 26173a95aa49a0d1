using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions;

/// <summary>Runs a function over its arguments.</summary>
internal sealed class CallNode(Kernel kernel, Node[] arguments, ValueType type) : Node(type)
{
    public Kernel Kernel => kernel;

    public Node[] Arguments => arguments;

    public override bool IsConstant { get; } = arguments.All(argument => argument.IsConstant);

    public override Vector Evaluate(EvaluationContext context)
    {
        var values = new Vector[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(context);
        }

        var result = kernel(new KernelCall(context, values, Type, IsConstant));
        return IsConstant ? result.AsConstant() : result;
    }
}

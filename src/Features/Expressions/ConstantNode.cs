using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions;

/// <summary>A literal.</summary>
internal sealed class ConstantNode(Vector value) : Node(value.Type)
{
    public Vector Value => value;

    public override bool IsConstant => true;

    public override Vector Evaluate(EvaluationContext context) => value;
}

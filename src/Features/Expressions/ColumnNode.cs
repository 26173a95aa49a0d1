using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions;

/// <summary>Reads a column.</summary>
internal sealed class ColumnNode(int column, ValueType type) : Node(type)
{
    public int Column => column;

    public override bool IsConstant => false;

    public override Vector Evaluate(EvaluationContext context) => context.Columns[column];
}

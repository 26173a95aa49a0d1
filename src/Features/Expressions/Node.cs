using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions;

/// <summary>A checked expression, ready to run. Immutable and thread-safe.</summary>
internal abstract class Node(ValueType type)
{
    public ValueType Type => type;

    /// <summary>Whether the value is the same for every row.</summary>
    public abstract bool IsConstant { get; }

    /// <summary>The value for every row of the batch; one value when it is constant.</summary>
    public abstract Vector Evaluate(EvaluationContext context);
}

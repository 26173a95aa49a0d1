namespace Millrace.Features.Expressions.Vectors;

/// <summary>A function of two values.</summary>
internal interface IBinary<TLeft, TRight, TOut>
{
    /// <summary>False when the function has no result for the values.</summary>
    bool TryApply(TLeft left, TRight right, out TOut result);
}

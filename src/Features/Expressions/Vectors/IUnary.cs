namespace Millrace.Features.Expressions.Vectors;

/// <summary>A function of one value.</summary>
internal interface IUnary<TIn, TOut>
{
    /// <summary>False when the function has no result for the value.</summary>
    bool TryApply(TIn value, out TOut result);
}

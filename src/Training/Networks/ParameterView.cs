namespace Millrace.Training.Networks;

/// <summary>A named range of the flat parameter buffer, and of the gradient buffer alike.</summary>
/// <param name="Name">For example <c>layers[0].dense.weight</c>.</param>
/// <param name="Offset">First element.</param>
/// <param name="Shape">Row-major shape.</param>
/// <param name="Kind">What it holds.</param>
public sealed record ParameterView(string Name, int Offset, IReadOnlyList<int> Shape, ParameterKind Kind)
{
    /// <summary>Elements.</summary>
    public int Count { get; } = Shape.Aggregate(1, static (product, size) => checked(product * size));
}

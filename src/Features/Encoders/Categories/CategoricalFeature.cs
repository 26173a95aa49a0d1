namespace Millrace.Features.Encoders.Categories;

/// <summary>One column of category indices in a feature batch.</summary>
/// <param name="Name">The feature's name.</param>
/// <param name="Cardinality">Indices are 0 (unknown) to this − 1.</param>
/// <param name="Dimension">Columns of its embedding table.</param>
public sealed record CategoricalFeature(string Name, int Cardinality, int Dimension);

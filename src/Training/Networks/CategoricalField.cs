namespace Millrace.Training.Networks;

/// <summary>One column of category indices that is embedded.</summary>
/// <param name="Name">The feature's name, as in parameter names and errors.</param>
/// <param name="Cardinality">Rows of the embedding table; indices are 0 to this − 1, 0 standing for unknown.</param>
/// <param name="Dimension">Columns of the embedding table.</param>
public sealed record CategoricalField(string Name, int Cardinality, int Dimension);

namespace Millrace.Jobs.Specification;

/// <summary>Which rows are duplicates of each other. Of each set the row with the smallest row hash is kept.</summary>
public sealed record DuplicateSpec
{
    /// <summary>Rows are duplicates where these columns are equal; empty where <see cref="All"/> is true.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>Rows are duplicates where every column is equal.</summary>
    public bool All { get; init; }
}

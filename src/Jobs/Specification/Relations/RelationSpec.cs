namespace Millrace.Jobs.Specification.Relations;

/// <summary>
/// How tables meet: steps over the clean rows (<c>rows</c>) and the further inputs, in order. What <c>rows</c> is after the last step is what split, features
/// and training read.
/// </summary>
public sealed record RelationSpec
{
    /// <summary>Name of the main table in the steps.</summary>
    public const string Rows = "rows";

    /// <summary>
    /// Column of the main contract that says when the label is to be predicted: what a step brings to a row must not be later, or the run fails. Null checks
    /// nothing.
    /// </summary>
    public string? Time { get; init; }

    /// <summary>The steps, first to last.</summary>
    public IReadOnlyList<RelationStep> Steps { get; init; } = [];
}

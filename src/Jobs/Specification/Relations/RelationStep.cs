namespace Millrace.Jobs.Specification.Relations;

/// <summary>One step of the relation stage: from tables to a table.</summary>
public abstract record RelationStep
{
    private protected RelationStep()
    {
    }

    /// <summary>The table that the step works on: <c>rows</c>, a further input, or what an earlier step made.</summary>
    public string Of { get; init; } = RelationSpec.Rows;

    /// <summary>Name of the table that it makes; null replaces <see cref="Of"/>.</summary>
    public string? Into { get; init; }
}

namespace Millrace.Jobs.Specification.Relations;

/// <summary>To each row the last row of the other table that is not later: equal in some columns, and at most <see cref="Within"/> old.</summary>
public sealed record AsOfStep : RelationStep
{
    /// <summary>The other table; <c>rows</c> looks back in the rows themselves.</summary>
    public required string With { get; init; }

    /// <summary>Columns that must be equal: of this table, of the other. Empty: all rows are one sequence.</summary>
    public IReadOnlyDictionary<string, string> On { get; init; } = new Dictionary<string, string>();

    /// <summary>Time column of this table; null takes the relation's.</summary>
    public string? Time { get; init; }

    /// <summary>Time column of the other table; null takes the input's.</summary>
    public string? WithTime { get; init; }

    /// <summary>How old the other row may be; older ones are as if there were none.</summary>
    public required TimeSpan Within { get; init; }

    /// <summary>Whether a row of the very same time counts.</summary>
    public required bool Equal { get; init; }

    /// <summary>Columns brought over: new name, name in the other table.</summary>
    public required IReadOnlyDictionary<string, string> Take { get; init; }
}

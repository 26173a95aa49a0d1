namespace Millrace.Jobs.Specification.Relations;

/// <summary>Rows meet where columns are equal. A null equals nothing.</summary>
public sealed record JoinStep : RelationStep
{
    /// <summary>The other table.</summary>
    public required string With { get; init; }

    /// <summary>Columns that must be equal: of this table, of the other.</summary>
    public required IReadOnlyDictionary<string, string> On { get; init; }

    /// <summary>Which rows stay.</summary>
    public JoinKind Kind { get; init; } = JoinKind.Left;

    /// <summary>Columns brought over: new name, name in the other table.</summary>
    public IReadOnlyDictionary<string, string> Take { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a row may match several.</summary>
    public FanOut FanOut { get; init; } = FanOut.Refuse;
}

namespace Millrace.Jobs.Specification.Relations;

/// <summary>
/// To each row, aggregates over the rows of another table (or of the rows themselves) that are equal in some columns and lie in a stretch of time before it:
/// from <see cref="Over"/> + <see cref="Gap"/> before to <see cref="Gap"/> before.
/// </summary>
public sealed record WindowStep : RelationStep
{
    /// <summary>Whose rows are aggregated; null takes the table itself. Of <c>rows</c> only rows that kept every rule count.</summary>
    public string? With { get; init; }

    /// <summary>Columns that must be equal: of this table, of the other. Empty: all rows are one sequence.</summary>
    public IReadOnlyDictionary<string, string> On { get; init; } = new Dictionary<string, string>();

    /// <summary>Time column of this table; null takes the relation's.</summary>
    public string? Time { get; init; }

    /// <summary>Column of the other table that says when its row became known; null takes the input's time.</summary>
    public string? WithTime { get; init; }

    /// <summary>Length of the stretch; its earlier end belongs to it.</summary>
    public required TimeSpan Over { get; init; }

    /// <summary>How long before the row the stretch ends.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.Zero;

    /// <summary>Whether the later end belongs to it: with no gap, whether a row of the very same time counts.</summary>
    public required bool Equal { get; init; }

    /// <summary>New columns.</summary>
    public required IReadOnlyDictionary<string, AggregateSpec> Values { get; init; }
}

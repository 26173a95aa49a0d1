namespace Millrace.Jobs.Relations;

/// <summary>A step of the plan with its names resolved.</summary>
internal abstract record PlanStep
{
    /// <summary>What reports call it: its kind and the other table, or the table itself.</summary>
    public required string Label { get; init; }

    /// <summary>The table that it works on.</summary>
    public required PlanTable Of { get; init; }

    /// <summary>The table that it makes.</summary>
    public required PlanTable Result { get; init; }

    /// <summary>Int64 file columns of the result that must not be later than the label's time; dropped afterwards.</summary>
    public IReadOnlyList<string> Checked { get; init; } = [];

    /// <summary>Int64 file column of <see cref="Of"/> that <see cref="Checked"/> are compared with; null checks nothing.</summary>
    public string? LabelTime { get; init; }
}

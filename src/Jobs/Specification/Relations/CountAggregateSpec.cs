namespace Millrace.Jobs.Specification.Relations;

/// <summary>How many rows have a value in the column; without a column, how many rows there are. An int64, 0 where there is none.</summary>
public sealed record CountAggregateSpec : AggregateSpec
{
    /// <summary>The column; null counts rows.</summary>
    public string? Column { get; init; }
}

namespace Millrace.Jobs.Specification.Relations;

/// <summary>The largest value; null where no row has one.</summary>
public sealed record MaxAggregateSpec : AggregateSpec
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }
}

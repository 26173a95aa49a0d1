namespace Millrace.Jobs.Specification.Relations;

/// <summary>The smallest value; null where no row has one.</summary>
public sealed record MinAggregateSpec : AggregateSpec
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }
}

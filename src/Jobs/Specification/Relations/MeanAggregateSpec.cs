namespace Millrace.Jobs.Specification.Relations;

/// <summary>The mean, a float64; null where no row has a value. Of a boolean, the share of true.</summary>
public sealed record MeanAggregateSpec : AggregateSpec
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }
}

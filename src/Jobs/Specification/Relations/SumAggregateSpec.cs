namespace Millrace.Jobs.Specification.Relations;

/// <summary>The sum; null where no row has a value. An int64 of integers and booleans, a decimal of decimals, a float64 of floating-point columns.</summary>
public sealed record SumAggregateSpec : AggregateSpec
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }
}

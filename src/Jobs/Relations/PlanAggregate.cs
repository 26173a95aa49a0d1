namespace Millrace.Jobs.Relations;

/// <summary>One aggregate.</summary>
/// <param name="Function">What is computed.</param>
/// <param name="Column">The file column that it is computed over; null counts rows.</param>
/// <param name="To">The file column that it becomes.</param>
internal readonly record struct PlanAggregate(AggregateFunction Function, string? Column, string To);

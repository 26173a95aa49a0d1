using Millrace.Spark.Worker.Commands;

namespace Millrace.Spark.Worker.Evaluation;

/// <summary>One aggregate of a query.</summary>
/// <param name="Positions">Its columns.</param>
/// <param name="Function">Its function.</param>
internal sealed record AggregateCall(IReadOnlyList<int> Positions, IAggregateFunction Function);

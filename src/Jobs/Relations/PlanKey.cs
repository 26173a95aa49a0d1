namespace Millrace.Jobs.Relations;

/// <summary>A pair of file columns that must be equal.</summary>
/// <param name="Left">In the step's own table.</param>
/// <param name="Right">In the other.</param>
internal readonly record struct PlanKey(string Left, string Right);

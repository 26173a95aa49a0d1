namespace Millrace.Jobs.Relations;

/// <summary>A file column brought over from another table.</summary>
/// <param name="From">Its name there.</param>
/// <param name="To">Its name here.</param>
internal readonly record struct PlanTake(string From, string To);

namespace Millrace.Features.Encoders.Categories;

/// <summary>
/// A column whose training rows have more categories than a fit counts on the way. Its most frequent ones have to be counted by a pass of their own (<see cref="CategoryCounter"/>) and an engine's
/// group-by.
/// </summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Most">How many of the most frequent are needed.</param>
/// <param name="Values">Training rows with a value: what all counts add up to.</param>
public sealed record CategoryDemand(string Column, int Most, long Values);

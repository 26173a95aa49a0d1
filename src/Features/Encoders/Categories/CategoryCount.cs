namespace Millrace.Features.Encoders.Categories;

/// <summary>How often a category occurs among the training rows.</summary>
/// <param name="Category">The category as text.</param>
/// <param name="Count">Its rows.</param>
public readonly record struct CategoryCount(string Category, long Count);

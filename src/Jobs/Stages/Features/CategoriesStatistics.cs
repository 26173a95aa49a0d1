namespace Millrace.Jobs.Stages.Features;

/// <summary>What counting categories counted.</summary>
/// <param name="Values">For each column its training rows with a value.</param>
internal sealed record CategoriesStatistics(IReadOnlyList<long> Values);

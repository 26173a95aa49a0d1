namespace Millrace.Jobs.Stages.Features;

/// <summary>Whose categories are counted, as data.</summary>
/// <param name="Learning">The job.</param>
/// <param name="Columns">Names of input columns.</param>
internal sealed record CategoriesSettings(LearningSettings Learning, IReadOnlyList<string> Columns);

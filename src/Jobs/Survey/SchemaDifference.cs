namespace Millrace.Jobs.Survey;

/// <summary>How one file's schema differs from the first file's.</summary>
/// <param name="Path">The file.</param>
/// <param name="Column">The column.</param>
/// <param name="Kind">What differs.</param>
/// <param name="Expected">Type in the first file, or the other spelling; null where it has none.</param>
/// <param name="Found">Type in this file; null where it has none.</param>
internal sealed record SchemaDifference(string Path, string Column, SchemaDifferenceKind Kind, string? Expected, string? Found);

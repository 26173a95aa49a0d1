namespace Millrace.Jobs.Survey;

/// <summary>How one file's schema differs from the first file's.</summary>
/// <param name="Path">The file.</param>
/// <param name="Column">The column.</param>
/// <param name="Kind">What differs.</param>
/// <param name="Expected">Type in the first file, or the other spelling; null where it has none.</param>
/// <param name="Found">Type in this file; null where it has none.</param>
internal sealed record SchemaDifference(string Path, string Column, SchemaDifferenceKind Kind, string? Expected, string? Found)
{
    /// <summary>The difference for people.</summary>
    public string ToSentence() => $"{Path}, column {Column}: " + Kind switch
    {
        SchemaDifferenceKind.Missing => $"is not there ({Expected} in the first file)",
        SchemaDifferenceKind.Extra => $"is new ({Found})",
        SchemaDifferenceKind.OtherType => $"is {Found}, not {Expected}",
        SchemaDifferenceKind.CaseCollision => $"differs from {Expected} in case only",
        _ => "is also a partition key, whose value is used",
    };
}

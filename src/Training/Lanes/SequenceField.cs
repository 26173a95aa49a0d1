namespace Millrace.Training.Lanes;

/// <summary>A sequence feature: one list of numbers a row, padded with zeros up to <paramref name="MaxLength"/>.</summary>
/// <param name="Name">Name without the column's prefix <c>s_</c>.</param>
/// <param name="MaxLength">Most elements a row may have, 1 to 65,536; a longer list is a fault.</param>
public sealed record SequenceField(string Name, int MaxLength);

namespace Millrace.Jobs.Reporting;

/// <summary>A fault that was planted in a sample.</summary>
/// <param name="Key">The row.</param>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Column">The column struck; null where the row was repeated; <see cref="WholeRow"/> where it cannot be read.</param>
/// <param name="Planted">The value put there, as text; null is a missing value.</param>
internal sealed record PlantedFault(long Key, string Kind, string? Column, string? Planted)
{
    /// <summary>Stands for the column where the whole row is lost.</summary>
    public const string WholeRow = "*";
}

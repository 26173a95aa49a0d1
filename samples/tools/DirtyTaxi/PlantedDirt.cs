namespace Millrace.Samples.DirtyTaxi;

/// <summary>One planted fault as it stands in <c>truth.parquet</c>.</summary>
/// <param name="TripId">The trip.</param>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Column">The column; null where the row was repeated; <see cref="WholeRow"/> where it cannot be read.</param>
/// <param name="Original">The value before, as text.</param>
/// <param name="Planted">The value put in its place, as text; null is a missing value.</param>
internal sealed record PlantedDirt(long TripId, string Kind, string? Column, string? Original, string? Planted)
{
    /// <summary>Stands for the column where the whole row is lost.</summary>
    public const string WholeRow = "*";
}

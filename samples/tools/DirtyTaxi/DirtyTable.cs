namespace Millrace.Samples.DirtyTaxi;

/// <summary>The dirty rows and the truth about them.</summary>
/// <param name="Rows">Rows of the readable files, in their order.</param>
/// <param name="ChangedSchema">Rows of the file with another schema.</param>
/// <param name="Truncated">Rows of the file that is cut off.</param>
/// <param name="Truth">Everything that was planted.</param>
internal sealed record DirtyTable(
    IReadOnlyList<TaxiTrip> Rows,
    IReadOnlyList<TaxiTrip> ChangedSchema,
    IReadOnlyList<TaxiTrip> Truncated,
    IReadOnlyList<PlantedDirt> Truth);

namespace Millrace.Jobs.Stages.Features;

/// <summary>A row of several batches.</summary>
/// <param name="Batch">Index of its batch.</param>
/// <param name="Row">Index in the batch.</param>
internal readonly record struct RowPlace(int Batch, int Row);

namespace Millrace.Jobs.Cluster.Executors;

/// <summary>What the search for duplicates in one executor found.</summary>
/// <param name="File">Name of the file of losing rows in the folder that it was told.</param>
/// <param name="Rows">How many rows lose.</param>
internal sealed record LosersReport(string File, long Rows);

namespace Millrace.Jobs.Engine.Scanning;

/// <summary>A column of a CSV scan.</summary>
/// <param name="Name">Its name in the batch.</param>
/// <param name="Field">Its field; -1 for a partition key.</param>
/// <param name="Constant">The partition key's value in UTF-8, or null.</param>
internal sealed record CsvColumn(string Name, int Field, byte[]? Constant);

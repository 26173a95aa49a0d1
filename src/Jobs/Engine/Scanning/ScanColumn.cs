namespace Millrace.Jobs.Engine.Scanning;

/// <summary>A column of a file as it is delivered.</summary>
internal sealed record ScanColumn
{
    /// <summary>Its name in the batch.</summary>
    public required string Name { get; init; }

    /// <summary>Its place in the file; -1 for a partition key.</summary>
    public required int Position { get; init; }

    /// <summary>The partition key's value; unused for columns of the file.</summary>
    public string? PartitionValue { get; init; }

    /// <summary>What DuckDB is asked for; null for a partition key.</summary>
    public string? Expression { get; init; }

    /// <summary>Whether the file holds it as text, which may turn out not to be UTF-8.</summary>
    public bool IsText { get; init; }

    /// <summary>Whether the file holds points in time in nanoseconds, which DuckDB cuts to microseconds.</summary>
    public bool IsUtcNanoseconds { get; init; }
}

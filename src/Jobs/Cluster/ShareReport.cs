using Millrace.Jobs.Cluster.Through;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// What a task tells of its share: the result row. Spark accepts one attempt for each partition, and only files that an accepted row names exist.
/// </summary>
internal sealed record ShareReport
{
    /// <summary>The share.</summary>
    public required string Label { get; init; }

    /// <summary>The folder of this attempt, relative to the staging folder.</summary>
    public required string Attempt { get; init; }

    /// <summary>The files; paths are relative to the attempt's folder.</summary>
    public required IReadOnlyList<Places.ShareFile> Files { get; init; }

    /// <summary>Rows read.</summary>
    public required long Rows { get; init; }

    /// <summary>What was counted, where it is short; else null.</summary>
    public byte[]? Statistics { get; init; }

    /// <summary>The file of what was counted, relative to the attempt's folder; null where it is short.</summary>
    public string? StatisticsFile { get; init; }

    /// <summary>The rows that it stands for, where Spark read them and numbers them; null for a share, whose label says it.</summary>
    public IReadOnlyList<CoveredRows>? Covered { get; init; }

    /// <summary>The host that did it.</summary>
    public required string Host { get; init; }

    /// <summary>The worker process that did it.</summary>
    public required int ProcessId { get; init; }
}

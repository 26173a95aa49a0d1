namespace Millrace.Jobs.Cluster.Training;

/// <summary>The committed feature files of one part of the rows.</summary>
internal sealed record TrainingRows
{
    /// <summary>Full paths, the same for the driver and all executors.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Rows of all files.</summary>
    public required long Rows { get; init; }

    /// <summary>Hash of what the files are, hex: a spool of other files is never used.</summary>
    public required string Hash { get; init; }
}

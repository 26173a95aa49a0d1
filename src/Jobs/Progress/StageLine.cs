namespace Millrace.Jobs.Progress;

/// <summary>One stage as a display knows it.</summary>
internal sealed record StageLine
{
    /// <summary>The stage's name.</summary>
    public required string Stage { get; init; }

    /// <summary>What it does.</summary>
    public required string What { get; init; }

    /// <summary>Timestamp of its beginning.</summary>
    public required long StartedAt { get; init; }

    /// <summary>The last that it reported; null before.</summary>
    public StageProgress? Progress { get; init; }

    /// <summary>How it ended; null while it runs.</summary>
    public StageOutcome? Outcome { get; init; }
}

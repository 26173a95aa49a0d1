namespace Millrace.Training.Hosting;

/// <summary>Where a segment of a run starts and ends. It ends between two steps, so where it ends does not show in the weights.</summary>
internal sealed record SegmentLimits
{
    /// <summary>The checkpoint to go on from, read by rank 0 only; null starts anew.</summary>
    public string? StateFile { get; init; }

    /// <summary>Ends after so many steps; 0: by time only.</summary>
    public long Steps { get; init; }

    /// <summary>Ends after this time on rank 0's clock; null: by steps only.</summary>
    public TimeSpan? Time { get; init; }
}

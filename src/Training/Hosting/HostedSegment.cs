using System.Numerics;
using Millrace.Training.Lanes;

namespace Millrace.Training.Hosting;

/// <summary>
/// What one host trains of a run: some neighbouring ranks, from a stored state up to the end of the segment. Where a segment ends, and
/// how many ranks any of them has, does not show in the weights.
/// </summary>
/// <remarks>Immutable. The sources are borrowed and hold at least the lanes of the host's ranks.</remarks>
public sealed record HostedSegment
{
    /// <summary>What is trained; equal on all hosts.</summary>
    public required TrainingPlan Plan { get; init; }

    /// <summary>N, the ranks of the run: a power of two up to the plan's lanes.</summary>
    public required int Ranks { get; init; }

    /// <summary>Training rows.</summary>
    public required ILaneSource Train { get; init; }

    /// <summary>Validation rows in as many lanes; null where there are none.</summary>
    public ILaneSource? Validation { get; init; }

    /// <summary>The checkpoint to go on from; only the host of rank 0 reads it, the others are given it by rank 0. Null starts anew.</summary>
    public string? StateFile { get; init; }

    /// <summary>Steps after which the segment ends; 0: by time only.</summary>
    public long SegmentSteps { get; init; }

    /// <summary>Time after which the segment ends; null: by steps only, or at the end of training.</summary>
    public TimeSpan? SegmentTime { get; init; }

    /// <summary>Time after which training stops for good and the model is "stopped by time, not reproducible"; null: none.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Least time between two reports of progress.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets reports on the host of rank 0; null: none.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>All faults of this segment on one of <paramref name="hosts"/> hosts; empty when it is sound.</summary>
    public IReadOnlyList<string> Validate(int hosts)
    {
        var faults = new List<string>();
        if (!BitOperations.IsPow2(Ranks) || Ranks > Plan.Lanes)
        {
            faults.Add($"ranks must be a power of two up to the {Plan.Lanes} lanes, not {Ranks}");
        }

        if (!BitOperations.IsPow2(hosts) || hosts > Ranks)
        {
            faults.Add($"hosts must be a power of two up to the {Ranks} ranks, not {hosts}");
        }

        if (SegmentSteps < 0)
        {
            faults.Add($"segment steps must be 0 or more, not {SegmentSteps}");
        }

        if (SegmentTime is { } time && time <= TimeSpan.Zero)
        {
            faults.Add($"the segment's time must be positive, not {time}");
        }

        return faults;
    }
}

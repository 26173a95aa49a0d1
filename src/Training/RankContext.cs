using Millrace.Training.Collectives;
using Millrace.Training.Hosting;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Training;

/// <summary>What one rank trains with. The sources hold at least the rank's lanes.</summary>
internal sealed record RankContext
{
    public required TrainingPlan Plan { get; init; }

    public required Network Network { get; init; }

    public required ICollective Collective { get; init; }

    public required ILaneSource Train { get; init; }

    public required ILaneSource? Validation { get; init; }

    public required TrainingOptions Options { get; init; }

    /// <summary>Where rank 0 reports; null on other ranks.</summary>
    public required IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Starts from this checkpoint (null: from the initial weights) and ends after this step, to recompute it; null trains.</summary>
    public (string? Checkpoint, long UntilStep)? Replay { get; init; }

    /// <summary>Told the counters after every step; null: nobody.</summary>
    public Action<LoopCounters>? AfterStep { get; init; }

    /// <summary>Trains a part of the run from a stored state, and gives the state back; null trains to the end.</summary>
    public SegmentLimits? Segment { get; init; }

    public LaneRange Lanes => LaneRange.OfRank(Plan.Lanes, Collective.Rank, Collective.Ranks);

    public bool IsFirst => Collective.Rank == 0;
}

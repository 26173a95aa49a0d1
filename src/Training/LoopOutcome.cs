using Millrace.Training.Checkpoints;

namespace Millrace.Training;

/// <summary>How a rank's loop ended; equal on all ranks.</summary>
internal sealed record LoopOutcome
{
    /// <summary>Null where training was cancelled, or only its segment ended.</summary>
    public required StopReason? Reason { get; init; }

    public required float[] Weights { get; init; }

    public required LoopCounters Counters { get; init; }

    public required long ResumedFromStep { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The whole state at the end of a segment, equal on all ranks; null where none was asked for or training was cancelled.</summary>
    public CheckpointImage? State { get; init; }
}

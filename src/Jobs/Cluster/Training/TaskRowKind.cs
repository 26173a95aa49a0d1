namespace Millrace.Jobs.Cluster.Training;

/// <summary>What a row of a training task is; crosses as its number.</summary>
internal enum TaskRowKind
{
    /// <summary>What a task found out before training (<see cref="PreflightReport"/>).</summary>
    Preflight = 1,

    /// <summary>How a segment ended (<see cref="SegmentReport"/>), one a task.</summary>
    Segment = 2,

    /// <summary>A slice of the state: its bytes.</summary>
    Slice = 3,

    /// <summary>A rank's part of the state in a file of the state folder: the file's name.</summary>
    File = 4,

    /// <summary>Why a task could not go on (<c>RankFailure</c>).</summary>
    Failure = 5,

    /// <summary>What a replica gives for a round (<c>RoundResult</c>).</summary>
    Round = 6,
}

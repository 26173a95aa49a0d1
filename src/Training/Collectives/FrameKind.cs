namespace Millrace.Training.Collectives;

/// <summary>What a frame between two ranks carries.</summary>
internal enum FrameKind : byte
{
    /// <summary>Elements of the running operation.</summary>
    Data = 1,

    /// <summary>Nothing: the sender lives.</summary>
    Heartbeat = 2,

    /// <summary>The sender or somebody it knows gave up; the payload says who and why.</summary>
    Abort = 3,
}

namespace Millrace.Training.Collectives;

/// <summary>What is wrong with a peer; crosses processes as its number.</summary>
public enum PeerFault
{
    /// <summary>The connection is gone.</summary>
    Lost = 1,

    /// <summary>Nothing came, not even a heartbeat.</summary>
    Silent = 2,

    /// <summary>Heartbeats came, but its part of the step did not within the deadline.</summary>
    Late = 3,

    /// <summary>What came fails its checksum or makes no sense.</summary>
    Corrupt = 4,

    /// <summary>It is at another run, generation, step, operation or length.</summary>
    Disagrees = 5,

    /// <summary>It gave up for a reason of its own.</summary>
    GaveUp = 6,
}

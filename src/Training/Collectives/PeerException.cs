namespace Millrace.Training.Collectives;

/// <summary>A rank that cannot be worked with, as every other rank learns it.</summary>
public sealed class PeerException : Exception
{
    internal PeerException(int rank, int peer, long step, TimeSpan waited, PeerFault fault, string detail, Exception? cause = null)
        : base($"rank {rank}: rank {peer} {Describe(fault)} at step {step} after {waited.TotalSeconds:0.00} s: {detail}", cause)
    {
        Rank = rank;
        Peer = peer;
        Step = step;
        Waited = waited;
        Fault = fault;
        Detail = detail;
    }

    /// <summary>The rank that throws.</summary>
    public int Rank { get; }

    /// <summary>The rank at fault.</summary>
    public int Peer { get; }

    /// <summary>The step of the operation.</summary>
    public long Step { get; }

    /// <summary>How long was waited.</summary>
    public TimeSpan Waited { get; }

    /// <summary>What is wrong.</summary>
    public PeerFault Fault { get; }

    /// <summary>More about it.</summary>
    public string Detail { get; }

    private static string Describe(PeerFault fault) => fault switch
    {
        PeerFault.Lost => "is lost",
        PeerFault.Silent => "is silent",
        PeerFault.Late => "is late",
        PeerFault.Corrupt => "sent something corrupt",
        PeerFault.Disagrees => "disagrees",
        _ => "gave up",
    };
}

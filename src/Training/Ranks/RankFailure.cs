using Millrace.Training.Checkpoints;
using Millrace.Training.Collectives;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Training.Ranks;

/// <summary>A failure as it crosses processes: a code and coordinates, never text to be matched. Immutable.</summary>
public sealed record RankFailure
{
    /// <summary>What kind of exception it was; crosses as its number.</summary>
    public enum Kind
    {
        /// <summary>None of the others.</summary>
        Other = 0,

        /// <summary>A <see cref="PeerException"/>: another rank is lost, late or lies.</summary>
        Peer = 1,

        /// <summary>A <see cref="TrainingException"/>: plan, rows or numbers.</summary>
        Training = 2,

        /// <summary>A <see cref="NetworkException"/>: shapes, labels, categories.</summary>
        Network = 3,

        /// <summary>A <see cref="CheckpointException"/>: damaged, or of something else.</summary>
        Checkpoint = 4,

        /// <summary>A <see cref="LaneException"/>: rows or their files.</summary>
        Lane = 5,

        /// <summary>The process has no more memory.</summary>
        Memory = 6,
    }

    /// <summary>The kind.</summary>
    public required Kind Code { get; init; }

    /// <summary>What the exception said.</summary>
    public required string Message { get; init; }

    /// <summary>The part of the network, or the checkpoint's file.</summary>
    public string? Part { get; init; }

    /// <summary>The rank that failed.</summary>
    public int Rank { get; init; }

    /// <summary>The rank at fault, for a peer.</summary>
    public int Peer { get; init; }

    /// <summary>The step.</summary>
    public long Step { get; init; }

    /// <summary>How long a peer was waited for.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>What is wrong with a peer.</summary>
    public PeerFault Fault { get; init; }

    /// <summary>The failure of a rank.</summary>
    public static RankFailure From(int rank, Exception e) => e switch
    {
        PeerException peer => new RankFailure
        {
            Code = Kind.Peer,
            Message = peer.Detail,
            Rank = peer.Rank,
            Peer = peer.Peer,
            Step = peer.Step,
            Waited = peer.Waited,
            Fault = peer.Fault,
        },
        TrainingException training => new RankFailure { Code = Kind.Training, Message = e.Message, Rank = rank, Step = training.Step },
        NetworkException network => new RankFailure { Code = Kind.Network, Message = e.Message, Rank = rank, Part = network.Part },
        CheckpointException checkpoint => new RankFailure { Code = Kind.Checkpoint, Message = e.Message, Rank = rank, Part = checkpoint.File },
        OutOfMemoryException => new RankFailure
        {
            Code = Kind.Memory,
            Message = "it needs more memory than its process may have; give processes more, take more ranks, or set accumulation",
            Rank = rank,
        },
        LaneException => new RankFailure { Code = Kind.Lane, Message = e.Message, Rank = rank },
        _ => new RankFailure { Code = Kind.Other, Message = $"{e.GetType().Name}: {e.Message}", Rank = rank },
    };

    /// <summary>
    /// The failure to act on: a rank's own goes before what others only heard; of those, one that another rank tells, with step and time, goes first. Null where there is none.
    /// </summary>
    public static RankFailure? FirstOf(IEnumerable<RankFailure> failures)
    {
        var all = failures.ToList();
        return all.Find(f => f.Code != Kind.Peer) ?? all.Find(f => f.Rank != f.Peer) ?? all.FirstOrDefault();
    }

    /// <summary>The exception again.</summary>
    public Exception ToException() => Code switch
    {
        Kind.Peer => new PeerException(Rank, Peer, Step, Waited, Fault, Message),
        Kind.Network => new NetworkException(Part ?? "network", Message),
        Kind.Checkpoint => new CheckpointException(Part ?? "", Message),
        Kind.Lane => new LaneException(Message),
        _ => new TrainingException($"rank {Rank}: {Message}", Step),
    };
}

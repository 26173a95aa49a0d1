using Millrace.Training.Checkpoints;
using Millrace.Training.Collectives;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Training.Ranks;

/// <summary>A failure as it crosses processes: a code and coordinates, never text to be matched.</summary>
internal sealed record RankFailure
{
    public enum Kind
    {
        Other = 0,
        Peer = 1,
        Training = 2,
        Network = 3,
        Checkpoint = 4,
        Lane = 5,
    }

    public required Kind Code { get; init; }

    public required string Message { get; init; }

    public string? Part { get; init; }

    public int Rank { get; init; }

    public int Peer { get; init; }

    public long Step { get; init; }

    public TimeSpan Waited { get; init; }

    public PeerFault Fault { get; init; }

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
        LaneException => new RankFailure { Code = Kind.Lane, Message = e.Message, Rank = rank },
        _ => new RankFailure { Code = Kind.Other, Message = $"{e.GetType().Name}: {e.Message}", Rank = rank },
    };

    public Exception ToException() => Code switch
    {
        Kind.Peer => new PeerException(Rank, Peer, Step, Waited, Fault, Message),
        Kind.Network => new NetworkException(Part ?? "network", Message),
        Kind.Checkpoint => new CheckpointException(Part ?? "", Message),
        Kind.Lane => new LaneException(Message),
        _ => new TrainingException($"rank {Rank}: {Message}", Step),
    };
}

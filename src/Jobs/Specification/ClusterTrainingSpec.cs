namespace Millrace.Jobs.Specification;

/// <summary>How training uses a cluster. Nothing here changes a result.</summary>
public sealed record ClusterTrainingSpec
{
    /// <summary>Ports that ranks may listen on: <c>0</c> is any free one, else <c>PORT</c> or <c>FIRST-LAST</c>.</summary>
    public string Ports { get; init; } = "0";

    /// <summary>Least length of a segment: about the work that is lost when an executor dies. Where starting one takes more than a twentieth of it, segments are longer, up to an hour.</summary>
    public TimeSpan Segment { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most bytes of training state that come to the driver as rows; above it they go through the work folder.</summary>
    public ByteSize StateThroughDriver { get; init; } = new(256L << 20);

    /// <summary>Whether links between ranks are encrypted with a certificate made for the run. They are authenticated in any case.</summary>
    public bool Tls { get; init; }

    /// <summary>Silence after which a task is given up and the segment is started again.</summary>
    public TimeSpan PeerTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time after which a task is given up that lives but does not deliver its part of a step.</summary>
    public TimeSpan StepDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often one segment is started again before the run fails.</summary>
    public int Restarts { get; init; } = 4;

    /// <summary>Most tasks of a round in mode <c>local</c>: a power of two; each trains an equal share of the replicas. Null is a task a replica.</summary>
    public int? RoundTasks { get; init; }
}

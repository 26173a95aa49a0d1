namespace Millrace.Jobs.Cluster.Training;

/// <summary>How training meets a cluster. Nothing here changes the weights.</summary>
internal sealed record ClusterTrainingOptions
{
    /// <summary>Where ranks may listen.</summary>
    public PortRange Ports { get; init; }

    /// <summary>Least length of a segment; <see cref="SegmentLength"/> makes it longer where starting one is slow.</summary>
    public TimeSpan Segment { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Ends segments after so many steps as well; 0: by time only. For tests.</summary>
    public long SegmentSteps { get; init; }

    /// <summary>Most bytes of state that pass through the driver; above it they go through the work folder.</summary>
    public long StateBytesThroughDriver { get; init; } = 256L << 20;

    /// <summary>Whether links are encrypted with a certificate made for the run.</summary>
    public bool Tls { get; init; }

    /// <summary>Silence after which a task is given up.</summary>
    public TimeSpan PeerTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time after which a task is given up that lives but does not deliver its part of a step.</summary>
    public TimeSpan StepDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a segment is started again before the run fails.</summary>
    public int Restarts { get; init; } = 4;

    /// <summary>Wait before the first restart; it doubles.</summary>
    public TimeSpan RestartDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time for all tasks to start together and prove what they need.</summary>
    public TimeSpan PreflightLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same before a restart: a lost executor comes back in this time, or never.</summary>
    public TimeSpan RestartLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether rank 0 may report to the driver itself; where it may not, reports come through the work folder.</summary>
    public bool Listens { get; init; } = true;

    /// <summary>Least time between two reports of progress.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most tasks of a round in mode <c>local</c>; there are never more than replicas.</summary>
    public int RoundTasks { get; init; } = int.MaxValue;

    /// <summary>Memory for rows while a task sorts them, bytes.</summary>
    public long SpoolBytes { get; init; } = 256L << 20;
}
